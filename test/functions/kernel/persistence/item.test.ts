import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { defineItem, instant, minorUnits, wholeNumber } from '../../../../functions/kernel/persistence/item.ts';
import { lookupKey, tenantKey } from '../../../../functions/kernel/persistence/keys.ts';
import { tenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform();
});
afterAll(() => platform.stop());

const probe = defineItem({
  name: 'probe',
  subdomain: 'kernel',
  summary: 'Tests only.',
  keys: { pk: 'PROBE', sk: 'PROBE' },
  schema: z.object({ posted: minorUnits, count: wholeNumber, at: instant, note: z.string().optional() }),
});

const key = { pk: 'PROBE#1', sk: 'PROBE' };
const at = Temporal.Instant.from('2026-11-21T06:30:00.123Z');

describe('Items', () => {
  it.each([0n, -1n, 9_007_199_254_740_993n, -(2n ** 80n), 10n ** 37n])(
    'I1 keep %s minor units exactly through the table',
    async (posted) => {
      const value = { posted, count: 3, at };
      await platform.table.write({ kind: 'put', item: probe.encode(key, value) });
      const stored = await platform.table.get(key);
      expect(probe.decode(stored!)).toEqual(value);
    },
  );

  it('are stored as numbers and timestamps, with their type and keys', () => {
    expect(probe.encode({ ...key, gsi1pk: 'G', expiresAt: 5 }, { posted: 1n, count: 3, at })).toEqual({
      ...key,
      gsi1pk: 'G',
      expiresAt: 5,
      item: 'probe',
      posted: 1n,
      count: 3n,
      at: '2026-11-21T06:30:00.123Z',
    });
  });

  it("cannot overwrite the table's own attributes by their value", () => {
    const greedy = defineItem({ ...probe, schema: z.object({ pk: z.string(), item: z.string() }) });
    expect(greedy.encode(key, { pk: 'T#ten_2', item: 'other' })).toMatchObject({ ...key });
  });

  it('that do not fit their schema are a defect, not a value', () => {
    expect(() => probe.decode({ ...key, posted: 'much', count: 1n, at: 'now' })).toThrow();
  });

  it('that expired count as absent, in reads and in lists', async () => {
    const now = Math.floor(platform.clock.now().epochMilliseconds / 1000);
    const put = (sk: string, expiresAt: number) =>
      platform.table.write({ kind: 'put', item: { pk: 'PROBE#2', sk, expiresAt } });
    await put('gone', now);
    await put('here', now + 60);
    expect(await platform.table.get({ pk: 'PROBE#2', sk: 'gone' })).toBeUndefined();
    expect(await platform.table.get({ pk: 'PROBE#2', sk: 'here' })).toBeDefined();
    const { items } = await platform.table.query({ pk: 'PROBE#2', limit: 10 });
    expect(items.map(({ sk }) => sk)).toEqual(['here']);
  });

  it('without a stored form are a defect, not a table that does not answer', async () => {
    const item = { ...key, odd: new (class Odd {})() };
    await expect(platform.table.write({ kind: 'put', item })).rejects.not.toMatchObject({
      code: 'temporarily_unavailable',
    });
    await expect(platform.table.transact([{ kind: 'put', item }], 'token')).rejects.toThrow(/Unsupported type/);
  });
});

describe('Keys', () => {
  it('I9 of a tenant begin with the tenant, whatever their parts say', () => {
    const tenant = tenantContext({ tenantId: 'ten_1', tag: 'aaaaa', sandbox: false });
    expect(tenantKey(tenant, 'CUSTOMER', 'cus_1')).toBe('T#ten_1#CUSTOMER#cus_1');
    expect(tenantKey(tenant, 'T#ten_2')).toMatch(/^T#ten_1#/);
  });

  it('of look-ups never lie in the partition of a tenant', () => {
    expect(lookupKey('REF', 'issuer-card', 'x')).toBe('REF#issuer-card#x');
  });
});

import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCustomer } from '../../functions/customers/create-customer/declaration.ts';
import { wire } from '../../functions/customers/create-customer/handler.ts';
import type { TenantContext } from '../../functions/kernel/tenancy/tenant-context.ts';
import type { FaultyTable, TableFault } from '../support/faulty-table.ts';
import { faultyTable } from '../support/faulty-table.ts';
import { call } from '../support/http-call.ts';
import type { TestPlatform } from '../support/test-platform.ts';
import { startTestPlatform } from '../support/test-platform.ts';

let platform: TestPlatform;

beforeAll(async () => {
  platform = await startTestPlatform();
});
afterAll(() => platform.stop());

const person = { firstName: 'Asha', lastName: 'Rao', phone: '+919812345678', email: 'asha@example.com' };

const send = (table: TestPlatform['table'], tenant: TenantContext, idempotencyKey: string) =>
  call(wire({ ...platform, table }), createCustomer, { as: { tenant }, body: person, idempotencyKey });

/** What the tenant has in the table. */
const effects = async (tenant: TenantContext) => {
  const items = (await platform.items()).filter((item) => String(item['pk']).startsWith(`T#${tenant.tenantId}#`));
  const count = (name: string) => items.filter((item) => item['item'] === name).length;
  return { customers: count('customer'), records: count('record'), keys: count('idempotency') };
};
const once = { customers: 1, records: 1, keys: 1 };

const fault: fc.Arbitrary<TableFault | undefined> = fc.oneof(
  fc.constant(undefined),
  fc.constant<TableFault>({ kind: 'throttled' }),
  fc.record({ kind: fc.constant('conflict' as const), position: fc.nat(2) }),
  fc.constant<TableFault>({ kind: 'silent before' }),
  fc.constant<TableFault>({ kind: 'silent after' }),
);
const faults = fc.array(fault, { minLength: 1, maxLength: 12 });

/** Two looks before the work, then at most five attempts and a look after each. */
const mostCalls = 2 + 5 * 2;

describe('createCustomer in front of a table that fails', () => {
  it('I3 I4 I5 has one effect, and says no more and no less than what happened', async () => {
    const property = fc.asyncProperty(faults, fc.boolean(), async (planned, forgetful) => {
      const tenant = await platform.tenant();
      const key = randomUUID();
      const table = faultyTable(platform.table, ({ number }) => planned[number], { forgetful });
      const first = await send(table, tenant, key);
      const repeat = await send(platform.table, tenant, key);
      expect([201, 503]).toContain(first.status);
      expect(repeat.status).toBe(201);
      expect(first.status === 201 ? repeat.body : first.body.code).toEqual(
        first.status === 201 ? first.body : 'temporarily_unavailable',
      );
      expect(table.calls.length).toBeLessThanOrEqual(mostCalls);
      expect(await effects(tenant)).toEqual(once);
    });
    await fc.assert(property, { numRuns: 60 });
  });

  it('I3 I4 sent three times at once it has one effect, and all answers that succeed are the same', async () => {
    const property = fc.asyncProperty(fc.array(faults, { minLength: 3, maxLength: 3 }), async (plans) => {
      const tenant = await platform.tenant();
      const key = randomUUID();
      const tables = plans.map((planned) => faultyTable(platform.table, ({ number }) => planned[number]));
      const answers = await Promise.all(tables.map((table) => send(table, tenant, key)));
      const last = await send(platform.table, tenant, key);
      const succeeded = [...answers, last].filter(({ status }) => status === 201);
      expect(answers.every(({ status }) => [201, 409, 503].includes(status))).toBe(true);
      expect(new Set(succeeded.map(({ body }) => String(body.customerId))).size).toBe(1);
      expect(await effects(tenant)).toEqual(once);
    });
    await fc.assert(property, { numRuns: 30 });
  });
});

const crashAt = (position: number, kind: 'crash before' | 'crash after'): FaultyTable =>
  faultyTable(platform.table, ({ number }) => (number === position ? { kind } : undefined));

const awaits = 3;

describe('createCustomer in a process that dies', () => {
  it('awaits the table three times: the key, the clock, the transaction', async () => {
    const tenant = await platform.tenant();
    const table = faultyTable(platform.table, () => undefined);
    await send(table, tenant, randomUUID());
    expect(table.calls.map(({ kind }) => kind)).toEqual(['get', 'get', 'transact']);
    expect(table.calls).toHaveLength(awaits);
  });

  it.each(
    Array.from({ length: awaits }, (_, position) => [
      [position, 'crash before'],
      [position, 'crash after'],
    ]).flat() as [number, 'crash before' | 'crash after'][],
  )('I3 I5 await %i, %s: a repeat with the key finds or makes the one customer', async (position, kind) => {
    const tenant = await platform.tenant();
    const key = randomUUID();
    const table = crashAt(position, kind);
    void send(table, tenant, key);
    await table.crashed;
    const wasCommitted = position === awaits - 1 && kind === 'crash after';
    const repeat = await send(platform.table, tenant, key);
    expect([repeat.status, repeat.headers['idempotent-replayed']]).toEqual([201, wasCommitted ? 'true' : undefined]);
    expect(await effects(tenant)).toEqual(once);
  });
});

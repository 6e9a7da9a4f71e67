import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPairingCode } from '../../../../functions/devices/create-pairing-code/declaration.ts';
import { wire } from '../../../../functions/devices/create-pairing-code/handler.ts';
import { codesPerHour } from '../../../../functions/devices/domain/pairing-code.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { askForCode } from '../../../support/phones.ts';
import { storeCustomer, tenantWithProgram } from '../../../support/stored-customer.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';

let platform: TestPlatform;

beforeAll(async () => {
  platform = await startTestPlatform();
});
afterAll(() => platform.stop());

const given = async () => {
  const tenant = await tenantWithProgram(platform);
  return { tenant, customerId: (await storeCustomer(platform, tenant)).customerId };
};

describe('createPairingCode', () => {
  itRefusesBadRequests({
    declaration: createPairingCode,
    handler: () => wire(platform),
    valid: async () => {
      const { tenant, customerId } = await given();
      return { as: { tenant }, params: { customerId } };
    },
  });

  it('AN-05 answers a code that nobody can guess and that ends in ten minutes', async () => {
    const { tenant, customerId } = await given();
    const { status, body } = await askForCode(platform, tenant, customerId);
    expect(status).toBe(201);
    expect(body).toEqual({
      code: expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{26}$/),
      expiresAt: platform.clock.now().add({ minutes: 10 }).toString({ fractionalSecondDigits: 3 }),
    });
  });

  it('AN-05 keeps only the keyed hash of a code, and tells it nowhere', async () => {
    const { tenant, customerId } = await given();
    const { body } = await askForCode(platform, tenant, customerId);
    const stored = inspect(await platform.items(), { depth: 9, maxArrayLength: null });
    expect(stored).not.toContain(body.code);
    expect(platform.logLines().join('\n')).not.toContain(body.code);
  });

  it('I4 answers a repeat with null in the place of the code', async () => {
    const { tenant, customerId } = await given();
    const request = { as: { tenant }, params: { customerId }, idempotencyKey: randomUUID() };
    const first = await call(wire(platform), createPairingCode, request);
    const second = await call(wire(platform), createPairingCode, request);
    expect(second.body).toEqual({ code: null, expiresAt: first.body.expiresAt });
  });

  it('AN-05 gives a customer so many codes in an hour, and says when the next one comes', async () => {
    const { tenant, customerId } = await given();
    const answers = await Promise.all(
      Array.from({ length: codesPerHour + 3 }, () => askForCode(platform, tenant, customerId)),
    );
    const given429 = answers.filter(({ status }) => status === 429);
    expect(answers.filter(({ status }) => status === 201).length).toBeLessThanOrEqual(codesPerHour);
    const next = given429[0] ?? (await askForCode(platform, tenant, customerId));
    expect([next.status, next.body.code]).toEqual([429, 'rate_limited']);
    expect(Number(next.headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(next.headers['retry-after'])).toBeLessThanOrEqual(3_600);
    const { customerId: other } = await storeCustomer(platform, tenant);
    expect((await askForCode(platform, tenant, other)).status).toBe(201);
    platform.clock.advance({ hours: 1 });
    expect((await askForCode(platform, tenant, customerId)).status).toBe(201);
  });

  it.each(['closed', 'suspended'] as const)('AN-05 refuses a %s customer', async (status) => {
    const tenant = await tenantWithProgram(platform);
    const { customerId } = await storeCustomer(platform, tenant, { status });
    const answer = await askForCode(platform, tenant, customerId);
    expect([answer.status, answer.body.code]).toEqual([409, 'invalid_state']);
  });

  it("I9 answers another tenant's customer, and a malformed id, like an unknown one", async () => {
    const { customerId } = await given();
    const tenant = await tenantWithProgram(platform);
    for (const id of [customerId, 'cus_1', platform.ids.next('cus', tenant)]) {
      const { status, body } = await askForCode(platform, tenant, id);
      expect([status, body.code]).toEqual([404, 'customer_not_found']);
    }
  });

  it('stays on real time when the sandbox clock runs ahead', async () => {
    const { tenant, customerId } = await given();
    const offset = { pk: `T#${tenant.tenantId}#CLOCK`, sk: 'CLOCK', item: 'clock', offsetSeconds: 86_400 };
    await platform.table.write({ kind: 'put', item: offset });
    const { body } = await askForCode(platform, tenant, customerId);
    expect(body.expiresAt).toBe(platform.clock.now().add({ minutes: 10 }).toString({ fractionalSecondDigits: 3 }));
  });
});

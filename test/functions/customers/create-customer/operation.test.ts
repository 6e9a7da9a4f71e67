import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCustomer } from '../../../../functions/customers/create-customer/declaration.ts';
import { wire } from '../../../../functions/customers/create-customer/handler.ts';
import type { HttpHandler } from '../../../../functions/kernel/operation/http-operation.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';

let platform: TestPlatform;
let handler: HttpHandler;
let tenant: TenantContext;

beforeAll(async () => {
  platform = await startTestPlatform();
  handler = wire(platform);
  tenant = await platform.tenant();
});
afterAll(() => platform.stop());

const person = { firstName: 'Asha', lastName: 'Rao', phone: '+919812345678', email: 'asha@example.com' };
const request = () => ({ as: { tenant }, body: person });

describe('createCustomer', () => {
  itRefusesBadRequests({
    declaration: createCustomer,
    handler: () => handler,
    valid: async () => request(),
    required: ['firstName', 'lastName', 'phone', 'email'],
    malformed: { phone: '98123', email: 'nobody', dateOfBirth: '21-11-1990', address: { city: 1 } },
  });

  it('AN-04 declares an unverified customer with the name its cards will carry (AL-07)', async () => {
    const { status, body } = await call(handler, createCustomer, request());
    expect(status).toBe(201);
    expect(body).toMatchObject({ status: 'unverified', kycLevel: 'none', displayName: 'ASHA RAO', ...person });
    expect(body.customerId).toMatch(new RegExp(`^cus_[0-9a-z]{26}${tenant.tag}$`));
  });

  it('AL-07 refuses a date of birth that has come nowhere yet', async () => {
    const born = (days: number) =>
      platform.clock
        .now()
        .add({ hours: 14 + days * 24 })
        .toString()
        .slice(0, 10);
    const declare = (dateOfBirth: string) =>
      call(handler, createCustomer, { ...request(), body: { ...person, dateOfBirth } });
    expect((await declare(born(0))).status).toBe(201);
    const { status, body } = await declare(born(1));
    expect([status, body.code]).toEqual([400, 'validation_failed']);
    expect(body.invalidFields).toEqual([{ path: 'dateOfBirth', message: 'must not lie in the future' }]);
  });

  it('writes one record, whose event holds no personal data', async () => {
    const { body } = await call(handler, createCustomer, request());
    const records = (await platform.items()).filter(
      (item) => item['item'] === 'record' && item['resourceId'] === body.customerId,
    );
    expect(records).toHaveLength(1);
    expect(records[0]).toMatchObject({ type: 'customer.created', sequence: 1n, actor: 'tenant:key_test' });
    expect(
      JSON.stringify(records[0], (_, value: unknown) => (typeof value === 'bigint' ? Number(value) : value)),
    ).not.toMatch(/Asha|98123|example/);
  });

  it('I4 answers a repeat with the same bytes and refuses the key for another body', async () => {
    const idempotencyKey = randomUUID();
    const first = await call(handler, createCustomer, { ...request(), idempotencyKey });
    const repeat = await call(handler, createCustomer, { ...request(), idempotencyKey });
    expect(repeat.body).toEqual(first.body);
    const other = await call(handler, createCustomer, {
      ...request(),
      idempotencyKey,
      body: { ...person, firstName: 'Usha' },
    });
    expect([other.status, other.body.code, other.body.resourceId]).toEqual([
      422,
      'idempotency_key_reused',
      first.body.customerId,
    ]);
  });

  it('keeps the keys of two tenants apart', async () => {
    const idempotencyKey = randomUUID();
    const first = await call(handler, createCustomer, { ...request(), idempotencyKey });
    const other = await platform.tenant();
    const second = await call(handler, createCustomer, { ...request(), as: { tenant: other }, idempotencyKey });
    expect(second.status).toBe(201);
    expect(second.body.customerId).not.toBe(first.body.customerId);
  });
});

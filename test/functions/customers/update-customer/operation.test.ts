import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { updateCustomer } from '../../../../functions/customers/update-customer/declaration.ts';
import { wire } from '../../../../functions/customers/update-customer/handler.ts';
import type { HttpHandler } from '../../../../functions/kernel/operation/http-operation.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { profile, storeCustomer } from '../../../support/stored-customer.ts';
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

const customerAt = async (traits: Parameters<typeof storeCustomer>[2] = {}) =>
  (await storeCustomer(platform, tenant, traits)).customerId;

const update = (customerId: string, body: unknown, idempotencyKey: string = randomUUID()) =>
  call(handler, updateCustomer, { as: { tenant }, params: { customerId }, body, idempotencyKey });

const recordsOf = async (customerId: string) =>
  (await platform.items()).filter((item) => item['item'] === 'record' && item['resourceId'] === customerId);

const address = { line1: '1 MG Road', city: 'Bengaluru', state: 'KA', postalCode: '560001', country: 'IN' };

describe('updateCustomer', () => {
  itRefusesBadRequests({
    declaration: updateCustomer,
    handler: () => handler,
    valid: async () => ({
      as: { tenant },
      params: { customerId: await customerAt() },
      body: { email: 'a@example.com' },
    }),
    malformed: { phone: '98123', email: 'nobody', dateOfBirth: '21-11-1990', address: { city: 1 }, firstName: null },
  });

  it('changes what is named and nothing else', async () => {
    const customerId = await customerAt({ level: 'minimum' });
    const { status, body } = await update(customerId, { email: 'new@example.com', address });
    expect(status).toBe(200);
    expect(body).toMatchObject({ ...profile, customerId, email: 'new@example.com', address, kycLevel: 'minimum' });
  });

  it('AL-07 refuses a date of birth in the future', async () => {
    const { status, body } = await update(await customerAt(), { dateOfBirth: '2999-01-01' });
    expect([status, body.code, body.invalidFields?.[0]?.path]).toEqual([400, 'validation_failed', 'dateOfBirth']);
  });

  it('AL-07 lets the display name follow the names', async () => {
    const { body } = await update(await customerAt(), { lastName: 'Müller-Lüdenscheidt Gopalakrishnan' });
    expect(body.displayName).toBe('ASHA MULLER-LUDENSCHEIDT G');
  });

  it('takes an optional value away with null', async () => {
    const customerId = await customerAt();
    await update(customerId, { externalId: 'crm-7', dateOfBirth: '1990-11-21', address });
    const { body } = await update(customerId, { externalId: null, dateOfBirth: null, address: null });
    expect(body).not.toHaveProperty('externalId');
    expect(body).not.toHaveProperty('dateOfBirth');
    expect(body).not.toHaveProperty('address');
  });

  it('tells in its event which members changed, but not to what', async () => {
    const customerId = await customerAt();
    await update(customerId, { phone: '+919800000001', email: profile.email });
    const records = await recordsOf(customerId);
    expect(records.map(({ type, sequence }) => [type, sequence])).toEqual([['customer.updated', 2n]]);
    expect(JSON.parse(String(records[0]?.['data']))).toMatchObject({ customerId, changed: ['phone'] });
    expect(String(records[0]?.['data'])).not.toContain('9800000001');
  });

  it('writes no version when nothing changes', async () => {
    const customerId = await customerAt();
    const { status } = await update(customerId, { firstName: profile.firstName });
    expect(status).toBe(200);
    expect(await recordsOf(customerId)).toEqual([]);
  });

  it('refuses a change that names nothing', async () => {
    const { status, body } = await update(await customerAt(), {});
    expect([status, body.code]).toEqual([400, 'validation_failed']);
  });

  it.each(['status', 'kycLevel', 'displayName', 'sequence', 'openings'])(
    'does not let a caller set %s',
    async (field) => {
      const { status, body } = await update(await customerAt(), { [field]: 'full' });
      expect([status, body.invalidFields[0]]).toEqual([400, { path: field, message: 'unknown field' }]);
    },
  );

  it('refuses a closed customer', async () => {
    const { status, body } = await update(await customerAt({ status: 'closed' }), { email: 'a@example.com' });
    expect([status, body.code]).toEqual([409, 'invalid_state']);
  });

  it('M-33 knows neither an unknown customer nor one of another tenant', async () => {
    const foreign = await storeCustomer(platform, await platform.tenant());
    for (const customerId of [platform.ids.next('cus', tenant), foreign.customerId]) {
      const { status, body } = await update(customerId, { email: 'a@example.com' });
      expect([status, body.code]).toEqual([404, 'customer_not_found']);
    }
  });

  it('loses no change to a concurrent one', async () => {
    const customerId = await customerAt();
    const answers = await Promise.all([
      update(customerId, { email: 'one@example.com' }),
      update(customerId, { phone: '+919800000002' }),
    ]);
    const done = answers.filter(({ status }) => status === 200);
    const refused = answers.filter(({ status }) => status === 409);
    expect(done.length + refused.length).toBe(2);
    expect(refused.map(({ body }) => String(body.code))).toEqual(refused.map(() => 'concurrent_change'));
    expect(await recordsOf(customerId)).toHaveLength(done.length);
  });
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createBalance as declaration } from '../../../../functions/balances/create-balance/declaration.ts';
import { wire } from '../../../../functions/balances/create-balance/handler.ts';
import { createBalance } from '../../../../functions/balances/create-balance/operation.ts';
import { dynamoBalanceStore } from '../../../../functions/balances/infrastructure/dynamo-balance-store.ts';
import { dynamoCustomerDirectory } from '../../../../functions/customers/infrastructure/dynamo-customer-directory.ts';
import type { HttpHandler } from '../../../../functions/kernel/operation/http-operation.ts';
import { httpOperation } from '../../../../functions/kernel/operation/http-operation.ts';
import { pager } from '../../../../functions/kernel/persistence/page.ts';
import { unitOfWork } from '../../../../functions/kernel/persistence/unit-of-work.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { dynamoProgramDirectory } from '../../../../functions/tenants/infrastructure/dynamo-program-directory.ts';
import type { FakeAccountIssuer } from '../../../support/fakes/account-issuer.ts';
import { fakeAccountIssuer } from '../../../support/fakes/account-issuer.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { storeCustomer, tenantWithProgram } from '../../../support/stored-customer.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';

let platform: TestPlatform;
let handler: HttpHandler;
let tenant: TenantContext;
let issuer: FakeAccountIssuer;

beforeAll(async () => {
  platform = await startTestPlatform();
  tenant = await tenantWithProgram(platform);
});
beforeEach(() => {
  issuer = fakeAccountIssuer();
  const useCase = createBalance({
    balances: dynamoBalanceStore(platform.table, pager(platform.secrets)),
    customers: dynamoCustomerDirectory(platform.table),
    programs: dynamoProgramDirectory(platform.table),
    issuer,
    unitOfWork: unitOfWork(platform),
    ids: platform.ids,
  });
  handler = httpOperation(declaration, platform, useCase);
});
afterAll(() => platform.stop());

const open = (customerId: string, change: Partial<Parameters<typeof call>[2]> = {}) =>
  call(handler, declaration, { as: { tenant }, params: { customerId }, body: { currency: 'INR' }, ...change });

const itemsNamed = async (name: string, customerId: string) =>
  (await platform.items()).filter((item) => item['item'] === name && item['customerId'] === customerId);

describe('createBalance', () => {
  itRefusesBadRequests({
    declaration,
    handler: () => handler,
    valid: async () => ({
      as: { tenant },
      params: { customerId: (await storeCustomer(platform, tenant, { level: 'minimum' })).customerId },
      body: { currency: 'INR' },
    }),
    required: ['currency'],
    malformed: { currency: 'inr' },
  });

  it("AN-36 M-17 opens a balance at zero, with its currency, its state and the processor's virtual account", async () => {
    const { customerId } = await storeCustomer(platform, tenant, { level: 'minimum' });
    const { status, body } = await open(customerId);
    expect(status).toBe(201);
    const nothing = { amount: 0, currency: 'INR' };
    expect(body).toEqual({
      balanceId: expect.stringMatching(new RegExp(`^bal_[0-9a-z]{26}${tenant.tag}$`)),
      customerId,
      currency: 'INR',
      posted: nothing,
      held: nothing,
      available: nothing,
      state: 'active',
      virtualAccount: { number: expect.stringMatching(/^\d{13}$/), ifsc: 'NODL0000001' },
      createdAt: '2026-11-21T06:30:00.000Z',
    });
    expect(issuer.orders).toEqual([{ reference: body.balanceId, currency: 'INR', holderName: 'ASHA RAO' }]);
  });

  it("AL-04 AL-05 mirrors one issuer account, finds its owner by the issuer's id, and tells nobody its number", async () => {
    const { customerId } = await storeCustomer(platform, tenant, { level: 'full' });
    const { body } = await open(customerId);
    const items = await platform.items();
    expect(items.find(({ pk }) => pk === `REF#issuer-account#acc_${body.balanceId}`)).toMatchObject({
      tenantId: tenant.tenantId,
      resourceId: body.balanceId,
    });
    const records = items.filter((item) => item['item'] === 'record' && item['resourceId'] === body.balanceId);
    expect(records.map(({ type, sequence }) => [type, sequence])).toEqual([['balance.created', 1n]]);
    expect(records[0]?.['data']).not.toContain(body.virtualAccount.number);
  });

  it('AN-39 opens as many balances for a customer as it is asked for', async () => {
    const { customerId } = await storeCustomer(platform, tenant, { level: 'full' });
    const answers = [await open(customerId), await open(customerId), await open(customerId)];
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set(answers.map(({ body }) => String(body.virtualAccount.number))).size).toBe(3);
    expect((await itemsNamed('customer', customerId))[0]).toMatchObject({ openings: 3n });
  });

  it('AN-37 refuses a customer before KYC, without asking the issuer', async () => {
    const { customerId } = await storeCustomer(platform, tenant);
    const { status, body } = await open(customerId);
    expect([status, body.code]).toEqual([403, 'kyc_required']);
    expect(issuer.orders).toEqual([]);
  });

  it.each(['suspended', 'closed'] as const)('refuses a %s customer', async (status) => {
    const { customerId } = await storeCustomer(platform, tenant, { level: 'full', status });
    const answer = await open(customerId);
    expect([answer.status, answer.body.code]).toEqual([409, 'invalid_state']);
    expect(issuer.orders).toEqual([]);
  });

  it('refuses a currency that the program does not settle in', async () => {
    const { customerId } = await storeCustomer(platform, tenant, { level: 'full' });
    const { status, body } = await open(customerId, { body: { currency: 'EUR' } });
    expect([status, body.code, body.supported]).toEqual([422, 'currency_unsupported', ['INR']]);
    expect(issuer.orders).toEqual([]);
  });

  it('knows neither an unknown customer nor one of another tenant', async () => {
    const other = await tenantWithProgram(platform);
    const foreign = await storeCustomer(platform, other, { level: 'full' });
    for (const customerId of [platform.ids.next('cus', tenant), foreign.customerId]) {
      const { status, body } = await open(customerId);
      expect([status, body.code]).toEqual([404, 'customer_not_found']);
    }
  });

  it('I4 asks the issuer for the same account when a lost answer is repeated, and opens one balance', async () => {
    const { customerId } = await storeCustomer(platform, tenant, { level: 'full' });
    const idempotencyKey = randomUUID();
    issuer.loseAnswers(true);
    const lost = await open(customerId, { idempotencyKey });
    expect([lost.status, lost.body.code]).toEqual([503, 'temporarily_unavailable']);
    issuer.loseAnswers(false);
    const { status, body } = await open(customerId, { idempotencyKey });
    expect(status).toBe(201);
    expect(issuer.accounts.size).toBe(1);
    expect(issuer.orders.map(({ reference }) => reference)).toEqual([body.balanceId, body.balanceId]);
    expect(await itemsNamed('balance', customerId)).toHaveLength(1);
  });

  it('is temporarily unavailable, wired as deployed, when the issuer cannot be reached', async () => {
    const { customerId } = await storeCustomer(platform, tenant, { level: 'full' });
    const unreachable = wire({ ...platform, settings: { ISSUER_SANDBOX_URL: 'http://127.0.0.1:9' } });
    const request = { as: { tenant }, params: { customerId }, body: { currency: 'INR' } };
    const { status, body } = await call(unreachable, declaration, request);
    expect([status, body.code]).toEqual([503, 'temporarily_unavailable']);
    expect(await itemsNamed('balance', customerId)).toEqual([]);
  });

  it('opens nothing for a customer who is closed while the issuer answers', async () => {
    const customer = await storeCustomer(platform, tenant, { level: 'full' });
    const { openAccount } = issuer;
    issuer.openAccount = async (...order) => {
      const key = { pk: `T#${tenant.tenantId}#CUSTOMER#${customer.customerId}`, sk: 'CUSTOMER' };
      const update = { text: 'SET #status = :closed', names: { '#status': 'status' }, values: { ':closed': 'closed' } };
      await platform.table.write({ kind: 'update', key, update });
      return openAccount(...order);
    };
    const { status, body } = await open(customer.customerId);
    expect([status, body.code]).toEqual([409, 'invalid_state']);
    expect(await itemsNamed('balance', customer.customerId)).toEqual([]);
  });
});

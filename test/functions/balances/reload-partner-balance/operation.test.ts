import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { partnerKey } from '../../../../functions/balances/infrastructure/dynamo-ledger.ts';
import { dynamoPartnerStore } from '../../../../functions/balances/infrastructure/dynamo-partner-store.ts';
import { reloadPartnerBalance } from '../../../../functions/balances/reload-partner-balance/declaration.ts';
import { wire } from '../../../../functions/balances/reload-partner-balance/handler.ts';
import type { HttpHandler } from '../../../../functions/kernel/operation/http-operation.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import { slicesOf } from '../given-deposits.ts';
import { givenPartner } from '../given-partners.ts';

let platform: TestPlatform;
let handler: HttpHandler;
let tenant: TenantContext;
const operator = { staff: 'Admin', of: 'platform' } as const;

beforeAll(async () => {
  platform = await startTestPlatform();
  handler = wire(platform);
});
afterAll(() => platform.stop());

const fresh = async () => {
  tenant = await platform.tenant();
  return givenPartner(platform, tenant);
};

const request = (partnerBalanceId: string, amount = 100_000, currency = 'INR') => ({
  as: operator,
  params: { partnerBalanceId },
  body: { amount: { amount, currency }, reference: 'UTR 4711' },
});

const reload = (partnerBalanceId: string, amount?: number, currency?: string) =>
  call(handler, reloadPartnerBalance, request(partnerBalanceId, amount, currency));

const availableOf = async (partnerBalanceId: string) =>
  (await dynamoPartnerStore(platform.table).find(tenant, partnerBalanceId))?.available;

describe('reloadPartnerBalance', () => {
  itRefusesBadRequests({
    declaration: reloadPartnerBalance,
    handler: () => handler,
    valid: async () => request((await fresh()).partnerBalanceId),
    required: ['amount', 'reference'],
    malformed: { amount: { amount: 0, currency: 'INR' }, reference: '' },
  });

  it('AN-68 AN-73 credits what came in by bank transfer', async () => {
    const { partnerBalanceId } = await fresh();
    const { status, body } = await reload(partnerBalanceId);
    expect(status).toBe(201);
    expect(body).toEqual({
      transactionId: expect.stringMatching(new RegExp(`^txn_[0-9a-z]{26}${tenant.tag}$`)),
      partnerBalanceId,
      amount: { amount: 100_000, currency: 'INR' },
      reference: 'UTR 4711',
      status: 'completed',
    });
    expect(await availableOf(partnerBalanceId)).toBe(100_000n);
  });

  it('I1 writes one journal entry whose legs take it from the pooled account', async () => {
    const { partnerBalanceId } = await fresh();
    const { body } = await reload(partnerBalanceId, 250);
    const entries = (await platform.items()).filter(
      ({ type, tenantId }) => type === 'partner_balance.reloaded' && tenantId === tenant.tenantId,
    );
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({
      eventId: String(body.transactionId).replace('txn_', 'evt_'),
      sk: `TXN#${String(body.transactionId)}`,
      legs: [
        { account: 'pooled', currency: 'INR', minor: -250n },
        { account: `partner:${partnerBalanceId}`, currency: 'INR', minor: 250n },
      ],
    });
  });

  it('I4 credits once, however often the same request comes', async () => {
    const { partnerBalanceId } = await fresh();
    const repeated = { ...request(partnerBalanceId), idempotencyKey: randomUUID() };
    const answers = [];
    for (let times = 0; times < 3; times += 1) answers.push(await call(handler, reloadPartnerBalance, repeated));
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(await availableOf(partnerBalanceId)).toBe(100_000n);
  });

  it('I2 adds up reloads that come at once', async () => {
    const { partnerBalanceId } = await fresh();
    const amounts = [1, 20, 300, 4_000];
    const answers = await Promise.all(amounts.map((amount) => reload(partnerBalanceId, amount)));
    const taken = amounts.filter((_, position) => answers[position]?.status === 201);
    expect(await availableOf(partnerBalanceId)).toBe(BigInt(taken.reduce((sum, amount) => sum + amount, 0)));
    expect(taken.length).toBeGreaterThan(0);
  });

  it('refuses another currency, and moves nothing', async () => {
    const { partnerBalanceId } = await fresh();
    const { status, body } = await reload(partnerBalanceId, 100, 'USD');
    expect([status, body.code]).toEqual([422, 'currency_mismatch']);
    expect(await availableOf(partnerBalanceId)).toBe(0n);
  });

  it('refuses an unknown partner balance', async () => {
    await fresh();
    const { status, body } = await reload(platform.ids.next('pbl', tenant));
    expect([status, body.code]).toEqual([404, 'partner_balance_not_found']);
  });

  it('M-01 AN-73 is for the operators of the platform, not for tenant staff', async () => {
    const { partnerBalanceId } = await fresh();
    const as = { staff: 'Admin', of: tenant } as const;
    const { status, body } = await call(handler, reloadPartnerBalance, { ...request(partnerBalanceId), as });
    expect([status, body.code]).toEqual([403, 'forbidden_role']);
  });

  it('refuses an amount that would take the balance beyond what the wire can say', async () => {
    const { partnerBalanceId } = await fresh();
    await reload(partnerBalanceId, Number.MAX_SAFE_INTEGER);
    const { status, body } = await reload(partnerBalanceId, 1);
    expect([status, body.code]).toEqual([409, 'invalid_state']);
    expect(await availableOf(partnerBalanceId)).toBe(BigInt(Number.MAX_SAFE_INTEGER));
  });

  it('AN-68 AN-69 spreads what came in for a deposit over its slices exactly, in one journal entry', async () => {
    tenant = await platform.tenant();
    const { partnerBalanceId } = await givenPartner(platform, tenant, { kind: 'deposit' });
    expect((await reload(partnerBalanceId, 4_003)).status).toBe(201);
    const availables = (await slicesOf(platform, tenant)).map(({ available }) => available);
    expect(availables).toEqual([101n, 101n, 101n, ...Array.from({ length: 37 }, () => 100n)]);
    expect(await availableOf(partnerBalanceId)).toBe(4_003n);
    expect(await platform.table.get(partnerKey(tenant, 'deposit', 'INR'))).not.toHaveProperty('available');
    const legs = (await platform.items()).flatMap((item) =>
      item['tenantId'] === tenant.tenantId ? [item['legs']] : [],
    );
    expect(legs.filter((own) => own !== undefined)).toEqual([
      [
        { account: 'pooled', currency: 'INR', minor: -4_003n },
        { account: `partner:${partnerBalanceId}`, currency: 'INR', minor: 4_003n },
      ],
    ]);
  });

  it('I4 reloads a deposit once, however often the same request comes, and refuses what it cannot hold', async () => {
    tenant = await platform.tenant();
    const { partnerBalanceId } = await givenPartner(platform, tenant, { kind: 'deposit' });
    const repeated = { ...request(partnerBalanceId), idempotencyKey: randomUUID() };
    for (let times = 0; times < 3; times += 1) await call(handler, reloadPartnerBalance, repeated);
    expect(await availableOf(partnerBalanceId)).toBe(100_000n);
    const { status, body } = await reload(partnerBalanceId, Number.MAX_SAFE_INTEGER);
    expect([status, body.code]).toEqual([409, 'invalid_state']);
    expect(await availableOf(partnerBalanceId)).toBe(100_000n);
  });
});

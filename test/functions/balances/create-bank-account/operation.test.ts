import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBankAccount } from '../../../../functions/balances/create-bank-account/declaration.ts';
import { wire } from '../../../../functions/balances/create-bank-account/handler.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { tenantWithProgram } from '../../../support/stored-customer.ts';
import type { BankBench } from '../bank-bench.ts';
import { details, startBankBench } from '../bank-bench.ts';
import { inr } from '../money-bench.ts';

let bench: BankBench;
let tenant: TenantContext;

beforeAll(async () => {
  bench = await startBankBench();
  tenant = await bench.money.program();
});
afterAll(() => bench.stop());

describe('createBankAccount', () => {
  itRefusesBadRequests({
    declaration: createBankAccount,
    handler: () => wire(bench.platform),
    valid: async () => ({
      as: { tenant },
      params: { customerId: await bench.money.customer(tenant) },
      body: details,
    }),
    required: ['account', 'routing'],
    malformed: { account: '12', routing: '', holderName: '', balance: inr(-1) },
  });

  it('PP-16 answers a token for the account and keeps nothing of its number but the last four', async () => {
    const customerId = await bench.money.customer(tenant);
    const { status, body } = await bench.create(tenant, customerId, { account: '9988776600042' });
    expect(status).toBe(201);
    expect(body).toEqual({
      bankAccountId: expect.stringMatching(/^bac_/),
      token: expect.stringMatching(/^bat_[0-9a-f]{26}$/),
      customerId,
      lastFour: '0042',
      routing: '012345678',
      currency: 'INR',
      createdAt: expect.any(String) as string,
    });
    const stored = inspect(await bench.platform.items(), { depth: 10, maxArrayLength: null, maxStringLength: null });
    expect(stored).not.toContain('9988776600042');
    expect(bench.platform.logLines().join()).not.toContain('9988776600042');
  });

  it('keeps leading zeros, and gives a test account what the request says or 1,00,000.00', async () => {
    const balanceId = await bench.money.balance(tenant);
    const [usual, chosen] = [await bench.link(tenant, balanceId), await bench.link(tenant, balanceId, 0)];
    expect([await bench.atBank(tenant, usual), await bench.atBank(tenant, chosen)]).toEqual([10_000_000n, 0n]);
    const item = (await bench.twin.platform.items()).find((stored) => stored['token'] === usual);
    expect(item).toMatchObject(details);
  });

  it('tells of it by an event without token or number', async () => {
    const { body } = await bench.create(tenant, await bench.money.customer(tenant));
    const [record, ...others] = await bench.money.recordsOf(body.bankAccountId);
    expect([record?.['type'], others]).toEqual(['bank_account.created', []]);
    expect(String(record?.['data'])).not.toContain(body.token);
  });

  it('PP-01 refuses a customer who is not verified', async () => {
    const { status, body } = await bench.create(tenant, await bench.money.customer(tenant, { level: 'none' }));
    expect([status, body.code]).toEqual([403, 'kyc_required']);
  });

  it.each(['suspended', 'closed'] as const)('2.2 refuses a %s customer', async (state) => {
    const { status, body } = await bench.create(tenant, await bench.money.customer(tenant, { status: state }));
    expect([status, body.code]).toEqual([409, 'invalid_state']);
  });

  it('gives a balance to test accounts only, and in the currency of the program', async () => {
    const inEuro = await bench.create(tenant, await bench.money.customer(tenant), { balance: inr(1, 'EUR') });
    expect([inEuro.status, inEuro.body.code]).toEqual([422, 'currency_unsupported']);
    const live = await tenantWithProgram(bench.platform);
    const request = { params: { customerId: await bench.money.customer(live) }, body: { ...details, balance: inr(1) } };
    const answer = await call(wire(bench.platform), createBankAccount, {
      as: { tenant: { ...live, sandbox: false } },
      ...request,
    });
    expect([answer.status, answer.body.code]).toEqual([422, 'sandbox_only']);
  });

  it('M-33 knows neither an unknown customer nor one of another tenant', async () => {
    const foreign = await bench.money.customer(await bench.money.program());
    for (const customerId of [bench.platform.ids.next('cus', tenant), 'cus_1', foreign]) {
      const { status, body } = await bench.create(tenant, customerId);
      expect([status, body.code]).toEqual([404, 'customer_not_found']);
    }
  });

  it('I4 links one account, however often and even at once the request is repeated', async () => {
    const customerId = await bench.money.customer(tenant);
    const idempotencyKey = randomUUID();
    const again = () =>
      call(wire(bench.platform), createBankAccount, {
        as: { tenant },
        params: { customerId },
        body: details,
        idempotencyKey,
      });
    const answers = await Promise.all([again(), again(), again()]);
    for (const { status } of answers) expect([201, 409]).toContain(status);
    const last = await again();
    expect(last.headers['idempotent-replayed']).toBe('true');
    const accounts = (await bench.platform.items()).filter(
      (item) => item['item'] === 'bank_account' && item['customerId'] === customerId,
    );
    expect(accounts.map((item) => item['token'])).toEqual([last.body.token]);
  });

  it('I5 answers 503 when the bank does not answer, and a repeat gets one token', async () => {
    const customerId = await bench.money.customer(tenant);
    const idempotencyKey = randomUUID();
    const again = () =>
      call(wire(bench.platform), createBankAccount, {
        as: { tenant },
        params: { customerId },
        body: details,
        idempotencyKey,
      });
    await bench.faults(tenant, 1);
    const { status, body } = await again();
    await bench.faults(tenant, 0);
    expect([status, body.code]).toEqual([503, 'temporarily_unavailable']);
    const { body: linked } = await again();
    const atBank = (await bench.twin.platform.items()).filter((item) => item['reference'] === linked.bankAccountId);
    expect(atBank.map((item) => item['token'])).toEqual([linked.token]);
  });
});

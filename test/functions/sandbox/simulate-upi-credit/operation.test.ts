import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { simulateUpiCredit } from '../../../../functions/sandbox/simulate-upi-credit/declaration.ts';
import { wire } from '../../../../functions/sandbox/simulate-upi-credit/handler.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import type { AccountWorld } from '../../balances/given-accounts.ts';
import { startAccountWorld } from '../../balances/given-accounts.ts';
import { inr } from '../../balances/money-bench.ts';

let world: AccountWorld;
let tenant: TenantContext;

beforeAll(async () => {
  world = await startAccountWorld();
  tenant = await world.bench.program();
});
afterAll(() => world.stop());
beforeEach(() => {
  world.twin.received.length = 0;
});

const credit = (balanceId: string, body: unknown = { amount: inr(500) }, idempotencyKey: string = randomUUID()) =>
  call(wire(world.platform), simulateUpiCredit, { as: { tenant }, params: { balanceId }, body, idempotencyKey });

const told = () => world.twin.received.map(({ body }) => body);

describe('simulateUpiCredit', () => {
  itRefusesBadRequests({
    declaration: simulateUpiCredit,
    handler: () => wire(world.platform),
    valid: async () => ({
      as: { tenant },
      params: { balanceId: (await world.account(tenant)).balanceId },
      body: { amount: inr(500) },
    }),
    required: ['amount'],
    malformed: { amount: inr(0), payerVpa: 'nobody' },
  });

  it('M-20 has the issuer tell of the money by webhook', async () => {
    const { balanceId, accountId } = await world.account(tenant);
    const { status, body } = await credit(balanceId, { amount: inr(500), payerVpa: 'ravi@bank' });
    expect([status, body]).toEqual([
      201,
      { transferId: expect.stringMatching(/^cr_/), balanceId, amount: inr(500), payerVpa: 'ravi@bank' },
    ]);
    expect(told()).toMatchObject([
      {
        type: 'account.credited',
        reference: accountId,
        data: { transferId: body.transferId, amount: inr(500), rail: 'upi', payerVpa: 'ravi@bank' },
      },
    ]);
  });

  it('M-20 the webhook credits the balance', async () => {
    const { balanceId, accountId } = await world.account(tenant);
    await credit(balanceId);
    const data = told()[0]?.data ?? {};
    expect(await world.tell({ reference: accountId, data })).toBe(true);
    expect(await world.bench.postedOf(tenant, balanceId)).toBe(500n);
  });

  it('I4 answers a repeat with the first answer and causes no second movement', async () => {
    const { balanceId } = await world.account(tenant);
    const key = randomUUID();
    const [first, repeat] = [await credit(balanceId, undefined, key), await credit(balanceId, undefined, key)];
    expect([repeat.status, repeat.body, repeat.headers['idempotent-replayed']]).toEqual([201, first.body, 'true']);
    expect(told()).toHaveLength(1);
  });

  it('two requests are two movements', async () => {
    const { balanceId } = await world.account(tenant);
    const answers = [await credit(balanceId), await credit(balanceId)];
    expect(new Set(answers.map(({ body }): unknown => body.transferId)).size).toBe(2);
  });

  it('pays to a frozen balance too: whether it may stay is decided where it arrives', async () => {
    const { balanceId } = await world.account(tenant);
    await world.force(tenant, balanceId, 'frozen');
    expect((await credit(balanceId)).status).toBe(201);
  });

  it('refuses a balance whose account the issuer does not know', async () => {
    const { status, body } = await credit(await world.bench.balance(tenant));
    expect([status, body.code]).toEqual([409, 'invalid_state']);
  });

  it('M-33 knows neither an unknown balance nor one of another tenant', async () => {
    const foreign = (await world.account(await world.bench.program())).balanceId;
    for (const balanceId of [foreign, world.platform.ids.next('bal', tenant), 'bal_1']) {
      const { status, body } = await credit(balanceId);
      expect([status, body.code]).toEqual([404, 'balance_not_found']);
    }
    expect(told()).toEqual([]);
  });
});

import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { BankTransferOrder } from '../../../../functions/balances/ports/bank-transfers.ts';
import { TemporarilyUnavailable } from '../../../../functions/kernel/errors/domain-error.ts';
import { money } from '../../../../functions/kernel/money/money.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { sandboxBank } from '../../../../functions/providers/sandbox/bank.ts';
import { sandboxControl } from '../../../../functions/providers/sandbox/sandbox-control.ts';
import { bankAccountItem, bankAccountKey } from '../../../../functions/sandbox/sandbox-twin/bank/bank-items.ts';
import { controlCall } from '../../../support/sealed-call.ts';
import type { TwinServer } from '../../../support/twin-server.ts';
import { startTwin } from '../../../support/twin-server.ts';

/** Longer than a busy machine needs for any call. */
const patience = { requestMs: 5_000, callMs: 20_000 };
let twin: TwinServer;
let tenant: TenantContext;

beforeAll(async () => {
  twin = await startTwin();
  tenant = await twin.platform.tenant();
});
afterAll(() => twin.stop());
afterEach(async () => {
  twin.draws.length = 0;
  await faults(0, []);
});

const bank = () => sandboxBank(twin.client(), patience);
const faults = (rate: number, kinds: readonly ('http_500' | 'timeout')[]) =>
  sandboxControl(twin.client(), patience).setFaults(tenant, { provider: 'bank', rate, kinds });

const details = { account: '000123456789', routing: '012345678', currency: 'INR', holderName: 'ASHA RAO' } as const;
const accountWith = async (testBalance?: bigint): Promise<string> =>
  (await bank().register(tenant, { reference: randomUUID(), ...details, testBalance })).token;
const heldBy = async (token: string): Promise<bigint> => {
  const item = await twin.platform.table.get(bankAccountKey(tenant, token));
  return item === undefined ? -1n : bankAccountItem.decode(item).balance;
};
const order = (token: string, minor: bigint): BankTransferOrder => ({
  reference: randomUUID(),
  token,
  amount: money(minor, 'INR'),
});
const takeBack = (reference: string, program = tenant.tenantId) =>
  controlCall(twin, { path: '/control/v1/bank-returns', program, body: { reference } });

describe('The bank, reached over HTTP', () => {
  it('PP-16 gives a token for an account number, one per reference, and keeps the number as it was written', async () => {
    const reference = randomUUID();
    const first = await bank().register(tenant, { reference, ...details });
    expect(await bank().register(tenant, { reference, ...details })).toEqual(first);
    expect(first.token).not.toContain(details.account);
    const item = await twin.platform.table.get(bankAccountKey(tenant, first.token));
    expect(item).toMatchObject({ account: '000123456789', routing: '012345678', balance: 10_000_000n });
    await expect(bank().register(tenant, { reference, ...details, account: '1' })).rejects.toThrow('reference_reused');
  });

  it('collects and pays once per reference, and finds what became of both', async () => {
    const token = await accountWith(1_000n);
    const debit = order(token, 400n);
    const collected = await bank().collect(tenant, debit);
    expect(collected).toEqual({ kind: 'settled', externalId: expect.stringMatching(/^bt_[0-9a-f]{26}$/) });
    expect(await bank().collect(tenant, debit)).toEqual(collected);
    expect(await heldBy(token)).toBe(600n);
    const credit = order(token, 150n);
    const paid = await bank().pay(tenant, credit);
    expect(await bank().pay(tenant, credit)).toEqual(paid);
    expect(await heldBy(token)).toBe(750n);
    expect(await bank().find(tenant, debit.reference)).toEqual(collected);
    expect(await bank().find(tenant, credit.reference)).toEqual(paid);
    expect(await bank().find(tenant, randomUUID())).toBeUndefined();
  });

  it('PP-15 refuses what the account does not hold, for good', async () => {
    const token = await accountWith(99n);
    const debit = order(token, 100n);
    const refused = { kind: 'refused', reason: 'insufficient_funds' };
    expect(await bank().collect(tenant, debit)).toEqual(refused);
    await bank().pay(tenant, order(token, 500n));
    expect(await bank().collect(tenant, debit)).toEqual(refused);
    expect(await bank().find(tenant, debit.reference)).toEqual(refused);
    expect(await heldBy(token)).toBe(599n);
  });

  it('knows no account of another program, none in another currency, and no second order under a reference', async () => {
    const token = await accountWith();
    const other = await twin.platform.tenant();
    const unknown = { kind: 'refused', reason: 'account_unknown' };
    expect(await bank().collect(other, order(token, 1n))).toEqual(unknown);
    expect(await bank().collect(tenant, order('bat_0', 1n))).toEqual(unknown);
    expect(await bank().pay(tenant, { ...order(token, 1n), amount: money(1n, 'EUR') })).toEqual(unknown);
    const debit = order(token, 5n);
    await bank().collect(tenant, debit);
    const reused = { kind: 'refused', reason: 'reference_reused' };
    expect(await bank().collect(tenant, { ...debit, amount: money(6n, 'INR') })).toEqual(reused);
    expect(await bank().pay(tenant, debit)).toEqual(reused);
    expect(await heldBy(token)).toBe(9_999_995n);
  });

  it('lets concurrent collections spend the account once', async () => {
    const token = await accountWith(300n);
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => bank().collect(tenant, order(token, 100n))));
    expect(outcomes.filter(({ kind }) => kind === 'settled')).toHaveLength(3);
    expect(await heldBy(token)).toBe(0n);
  });

  it.each([
    ['done', 0.9],
    ['not done', 0.1],
  ])('I5 resolves a lost answer whose work was %s by looking the reference up', async (_, share) => {
    const token = await accountWith(1_000n);
    await faults(0.5, ['http_500']);
    // The call: faulty, kind, done or not. Then the look-up, and perhaps the call again: no fault.
    twin.draws.push(0.1, 0, share, 0.9, 0.9);
    expect(await bank().collect(tenant, order(token, 400n))).toMatchObject({ kind: 'settled' });
    expect(await heldBy(token)).toBe(600n);
  });

  it('says that the outcome is unknown when nothing answers', async () => {
    const token = await accountWith();
    await faults(1, ['http_500']);
    await expect(bank().collect(tenant, order(token, 1n))).rejects.toBeInstanceOf(TemporarilyUnavailable);
    await expect(bank().find(tenant, 'lod_1')).rejects.toBeInstanceOf(TemporarilyUnavailable);
  });

  it('returns a collection once: the account has its money again and the platform is told', async () => {
    const token = await accountWith(1_000n);
    const debit = order(token, 400n);
    const collected = await bank().collect(tenant, debit);
    const [first, again] = [await takeBack(debit.reference), await takeBack(debit.reference)];
    expect([first.status, again.status, again.body.eventId]).toEqual([201, 200, first.body.eventId]);
    expect(await heldBy(token)).toBe(1_000n);
    const told = twin.received.filter(({ headers }) => headers['x-event-id'] === first.body.eventId);
    expect(told.map(({ body }) => body)).toEqual([
      {
        type: 'bank_transfer.returned',
        reference: collected.kind === 'settled' ? collected.externalId : '',
        occurredAt: expect.any(String) as string,
        data: { amount: 400, currency: 'INR', reason: 'insufficient_funds' },
      },
    ]);
    expect(await bank().find(tenant, debit.reference)).toEqual(collected);
  });

  it('returns a payout once, as far as the account still has it', async () => {
    const token = await accountWith(0n);
    const payout = order(token, 400n);
    await bank().pay(tenant, payout);
    await bank().collect(tenant, order(token, 1n));
    expect((await takeBack(payout.reference)).body.error.code).toBe('transfer_not_settled');
    await bank().pay(tenant, order(token, 1n));
    const [first, again] = [await takeBack(payout.reference), await takeBack(payout.reference)];
    expect([first.status, again.status, again.body.eventId]).toEqual([201, 200, first.body.eventId]);
    expect(await heldBy(token)).toBe(0n);
    expect(await bank().pay(tenant, payout)).toMatchObject({ kind: 'settled' });
    expect(await heldBy(token)).toBe(0n);
  });

  it('returns nothing that was refused, unknown or of another program', async () => {
    const token = await accountWith(1n);
    const refused = order(token, 2n);
    await bank().collect(tenant, refused);
    const paid = order(token, 2n);
    await bank().pay(tenant, paid);
    const codes = [
      await takeBack(refused.reference),
      await takeBack(randomUUID()),
      await takeBack(paid.reference, (await twin.platform.tenant()).tenantId),
    ].map(({ body }) => body.error.code);
    expect(codes).toEqual(['transfer_not_settled', 'transfer_unknown', 'transfer_unknown']);
  });
});

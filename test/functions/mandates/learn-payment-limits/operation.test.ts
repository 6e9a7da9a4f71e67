import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { dynamoPaymentLimits } from '../../../../functions/mandates/infrastructure/dynamo-payment-limits.ts';
import { wire } from '../../../../functions/mandates/learn-payment-limits/handler.ts';
import { failureOf } from '../../../../functions/providers/razorpay/failures.ts';
import { batchOf, deliver, noContext } from '../../../support/trigger.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';

let platform: TestPlatform;
let tenant: TenantContext;
let banks = 0;

beforeAll(async () => {
  platform = await startTestPlatform();
  tenant = await platform.tenant();
});
afterAll(() => platform.stop());

interface Told {
  readonly type?: string;
  readonly of?: TenantContext;
  /** Days after the first of the month. */
  readonly day?: number;
  readonly rupees?: number;
  readonly data?: Readonly<Record<string, unknown>>;
}

const eventOf = ({ type = 'debit.succeeded', of = tenant, day = 0, rupees = 8_000, data = {} }: Told) => {
  const amount = { amount: Math.round(rupees * 100), currency: 'INR' };
  const isDebit = type.startsWith('debit.');
  return {
    detail: {
      id: platform.ids.next('evt', of),
      type,
      createdAt: new Date(Date.UTC(2026, 10, 1 + day)).toISOString(),
      tenantId: of.tenantId,
      sequence: 1,
      resource: { type: isDebit ? 'debit' : 'mandate', id: 'any' },
      data: { method: 'upi', ...(isDebit ? { amount, attempt: 1 } : { maxAmount: amount }), ...data },
    },
  };
};

/** Names that nobody has used before. */
const newPayer = () => {
  banks += 1;
  return { bank: `BANK${banks}`, app: `app${banks}` };
};

const tell = async (told: Told): Promise<void> => {
  expect(await deliver(wire(platform), eventOf(told))).toBe(true);
};

const seen = (payer: { bank?: string; app?: string }, of = tenant) =>
  dynamoPaymentLimits(platform.table).of(of, { method: 'upi', remote: payer });

const rupees = (amount: number) => ({ minor: BigInt(amount) * 100n, currency: 'INR' });
const passed = (amount: number) => ({ passed: rupees(amount) });
const atMost = (amount: number) => ({ atMost: rupees(amount) });

const everything = (limit: unknown) => ({ bankRecurring: limit, bankDaily: limit, appRecurring: limit });

const stored = () => platform.items('payment_limit');

describe('learnPaymentLimits', () => {
  it('SH-19 SH-21 a debit that succeeded has passed both limits of the bank and that of the app', async () => {
    const payer = newPayer();
    await tell({ data: payer });
    expect(await seen(payer)).toEqual(everything(passed(8_000)));
    await tell({ data: payer, rupees: 6_000, day: 1 });
    expect(await seen(payer)).toEqual(everything(passed(8_000)));
  });

  it('SH-19 a registration moves no money: it says nothing of what the bank lets pass in a day', async () => {
    const payer = newPayer();
    await tell({ type: 'mandate.activated', data: payer, rupees: 20_000 });
    expect(await seen(payer)).toEqual({ bankRecurring: passed(20_000), bankDaily: {}, appRecurring: passed(20_000) });
    await tell({ type: 'mandate.rejected', data: { ...payer, reason: 'transaction_limit_exceeded' }, day: 1 });
    expect(await seen(payer)).toEqual({ bankRecurring: atMost(7_500), bankDaily: {}, appRecurring: atMost(7_500) });
  });

  it.each([
    ['limit_exceeded_remitting_bank', true, false],
    ['mandate_debit_beyond_psp_amount_cap', false, true],
    ['per_transaction_limit_exceeded', true, true],
    ['transaction_limit_exceeded', true, true],
  ])('SH-19 a debit refused with %s tells of the bank: %s, of the app: %s', async (reason, ofBank, ofApp) => {
    expect(failureOf(reason).class).toBe('limit');
    const payer = newPayer();
    await tell({ data: payer });
    await tell({ type: 'debit.failed', data: { ...payer, reason }, day: 1 });
    const bank = ofBank ? atMost(7_500) : passed(8_000);
    const app = ofApp ? atMost(7_500) : passed(8_000);
    expect(await seen(payer)).toEqual({ bankRecurring: bank, bankDaily: bank, appRecurring: app });
  });

  it('SH-21 a later pass lifts a refusal, and an older one that is delivered late does not', async () => {
    const payer = newPayer();
    const refused = { type: 'debit.failed', data: { ...payer, reason: 'transaction_limit_exceeded' }, day: 5 };
    await tell(refused);
    await tell({ data: payer, day: 4 });
    expect(await seen(payer)).toEqual(everything(atMost(7_500)));
    await tell({ data: payer, day: 6 });
    await tell(refused);
    expect(await seen(payer)).toEqual(everything(passed(8_000)));
  });

  it('notes the same once, though it is told twice, at once and among others', async () => {
    const payer = newPayer();
    const one = eventOf({ data: payer });
    const other = eventOf({ data: payer, rupees: 9_000, day: 1 });
    const again = eventOf({ data: payer, day: 2 });
    const batch = batchOf(one, other, again, one, other, one);
    const answers = await Promise.all([wire(platform)(batch, noContext), wire(platform)(batch, noContext)]);
    expect(answers.flatMap(({ batchItemFailures }) => batchItemFailures)).toEqual([]);
    const before = await stored();
    await tell({ data: payer });
    expect(await stored()).toEqual(before);
    expect(await seen(payer)).toEqual(everything(passed(9_000)));
  });

  it.each([
    ['a card', { data: { method: 'card' } }],
    ['another reason than a limit', { type: 'debit.failed', data: { reason: 'insufficient_funds' } }],
    ['a rejection for another reason', { type: 'mandate.rejected', data: { reason: 'authentication_failed' } }],
    ['a debit that was paid on session', { data: { attempt: undefined, paymentId: 'pmt_1' } }],
    ['an amount that is nobody’s limit', { rupees: 499.99 }],
  ])('SH-18 SH-21 learns nothing of %s', async (_what, told: Told) => {
    const payer = newPayer();
    await tell({ ...told, data: { ...payer, ...told.data } });
    expect(await seen(payer)).toEqual(everything({}));
    expect(JSON.stringify(await stored())).not.toContain(payer.app);
  });

  it('SH-21 takes the banks behind a handle for a bank that nobody named, and learns nothing where neither is', async () => {
    const { bank, app } = newPayer();
    await tell({ data: { app } });
    expect(await seen({ app })).toEqual(everything(passed(8_000)));
    expect(await seen({ bank, app })).toEqual({ bankRecurring: {}, bankDaily: {}, appRecurring: passed(8_000) });
    await tell({ data: { bank } });
    expect(await seen({ bank })).toEqual({ bankRecurring: passed(8_000), bankDaily: passed(8_000), appRecurring: {} });
    const before = await stored();
    await tell({});
    expect(await stored()).toEqual(before);
    expect(await seen({})).toEqual(everything({}));
  });

  it('tells no tenant of what another has seen', async () => {
    const payer = newPayer();
    const other = await platform.tenant();
    await tell({ data: payer });
    expect(await seen(payer, other)).toEqual(everything({}));
    await tell({ type: 'debit.failed', of: other, data: { ...payer, reason: 'transaction_limit_exceeded' }, day: 1 });
    expect(await seen(payer)).toEqual(everything(passed(8_000)));
  });

  it('keeps amounts, times and names of banks and apps, and nothing of a payer', async () => {
    const payer = newPayer();
    await tell({ data: { ...payer, debitId: 'dbt_1', mandateId: 'mdt_1', customerId: 'cus_1', paymentId: 'pmt_9' } });
    expect(JSON.stringify(await stored())).not.toMatch(/dbt_|mdt_|cus_|pmt_/);
  });

  it.each([
    ['no amount', { amount: undefined }],
    ['an amount of parts', { amount: { amount: 1.5, currency: 'INR' } }],
    ['an unknown method', { method: 'cheque' }],
    ['a bank that is no text', { bank: 7 }],
  ])('M-27 leaves a message with %s to the dead letters, and takes the others', async (_what, data) => {
    const payer = newPayer();
    const batch = batchOf(eventOf({ data: { ...payer, ...data } }), 'no json', eventOf({ data: payer }));
    const { batchItemFailures } = await wire(platform)(batch, noContext);
    const ids = batch.Records.map(({ messageId }) => messageId);
    expect(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)).toEqual(ids.slice(0, 2));
    expect(await seen(payer)).toEqual(everything(passed(8_000)));
  });

  it('leaves a message of a tenant that is not here to the dead letters', async () => {
    const { detail } = eventOf({ data: newPayer() });
    expect(await deliver(wire(platform), { detail: { ...detail, tenantId: 'ten_nobody' } })).toBe(false);
  });
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDebit } from '../../../../functions/debits/create-debit/declaration.ts';
import { createDebit as creating } from '../../../../functions/debits/create-debit/operation.ts';
import { httpOperation } from '../../../../functions/kernel/operation/http-operation.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import type { DebitBench } from '../debit-bench.ts';
import { startDebitBench } from '../debit-bench.ts';

let bench: DebitBench;

beforeAll(async () => {
  bench = await startDebitBench();
});
afterAll(() => bench.stop());

const handler = () => httpOperation(createDebit, bench.platform, creating(bench.deps));

describe('createDebit', () => {
  itRefusesBadRequests({
    declaration: createDebit,
    handler,
    valid: async () => ({
      as: { tenant: bench.tenant },
      params: { mandateId: (await bench.mandate()).mandateId },
      body: {
        amount: { amount: 499_00, currency: 'INR' },
        dueAt: bench.platform.clock.now().add({ hours: 30 }).toString(),
        reference: 'INV-1',
        reason: 'Monthly plan',
      },
    }),
    required: ['amount', 'dueAt', 'reference', 'reason'],
    malformed: { amount: { amount: 0, currency: 'INR' }, dueAt: 'tomorrow', reference: '', reason: 'x'.repeat(121) },
  });

  it('SH-02 SH-03 plans a debit, its notice and its earliest lawful moment, and sets the timer', async () => {
    const mandate = await bench.mandate();
    const { status, body } = await bench.create(mandate.mandateId);
    expect(status).toBe(201);
    expect(body).toMatchObject({ status: 'scheduled', requiresAuthentication: false, amount: { amount: 499_00 } });
    expect(Date.parse(body.earliestDebitAt) - bench.platform.clock.now().epochMilliseconds).toBeGreaterThan(
      25 * 3_600_000,
    );
    expect(body.ruleVersions).toContain('law.emandate.afaFreeMaxMinor.default@2022-06-16');
    expect((await bench.mandateNow(mandate.mandateId)).openDebits).toEqual([
      { debitId: body.debitId, cycle: body.debitId },
    ]);
    expect(await bench.timersOf(body.debitId)).toEqual(['requestNotice']);
  });

  it.each([
    ['standard', 15_000_00, 'scheduled', '1'],
    ['standard', 15_000_01, 'requires_authentication', '2'],
    ['insurance', 1_00_000_00, 'scheduled', '3'],
    ['insurance', 1_00_000_01, 'requires_authentication', '3'],
    ['standard', 40_000_00, 'requires_authentication', '4'],
  ] as const)('SH-02 %s %i paise → %s (boundary case %s)', async (...row) => {
    const [category, amount, expected] = row;
    const { mandateId } = await bench.mandate({ category, maxAmount: { minor: 2_00_000_00n, currency: 'INR' } });
    const { status, body } = await bench.create(mandateId, { amount });
    expect([status, body.status]).toEqual([201, expected]);
    const url = body.authentication?.url ?? 'none';
    expect(url).toMatch(expected === 'requires_authentication' ? /:\/\// : /^none$/);
  });

  it('SH-22 never sends an amount above the maximum as a mandate debit: the payer pays on session', async () => {
    const mandate = await bench.mandate({ maxAmount: { minor: 5_000_00n, currency: 'INR' } });
    const before = bench.asked();
    const { status, body } = await bench.create(mandate.mandateId, { amount: 5_000_01 });
    expect([status, body.status, body.requiresAuthentication]).toEqual([201, 'requires_authentication', true]);
    const payment = await bench.deps.payments.find(bench.tenant, body.paymentId);
    bench.provider.authenticate(payment?.orderId ?? '', 'success');
    expect(await bench.hint(body.paymentId)).toBe('applied');
    expect(await bench.hint(body.paymentId)).toBe('already');
    expect([(await bench.now(body.debitId)).status, bench.asked() - before]).toEqual(['succeeded', 0]);
    expect((await bench.mandateNow(mandate.mandateId)).openDebits).toEqual([]);
  });

  it.each(['failure', 'abandoned'] as const)(
    'a payer whose authentication ends in %s leaves it abandoned',
    async (outcome) => {
      const mandate = await bench.mandate();
      const { body } = await bench.create(mandate.mandateId, { amount: 15_000_01 });
      const payment = await bench.deps.payments.find(bench.tenant, body.paymentId);
      bench.provider.authenticate(payment?.orderId ?? '', outcome);
      bench.until(payment?.authentication?.expiresAt);
      await bench.expire(body.paymentId);
      expect((await bench.now(body.debitId)).status).toBe('abandoned');
      expect((await bench.dataOf(body.debitId)).at(-1)).toMatchObject({ aboveThreshold: true, method: 'upi' });
    },
  );

  it('asks the payer for the first debit when no registration charge was captured', async () => {
    const { mandateId } = await bench.mandate({ authCharge: undefined });
    expect((await bench.create(mandateId)).body.status).toBe('requires_authentication');
  });

  it('answers a due date inside the notice window with the earliest lawful moment', async () => {
    const { mandateId } = await bench.mandate();
    const dueAt = bench.platform.clock.now().add({ hours: 1 }).toString();
    const { status, body } = await bench.create(mandateId, { dueAt });
    expect(status).toBe(201);
    expect(Date.parse(body.earliestDebitAt)).toBeGreaterThan(Date.parse(dueAt));
  });

  it('refuses a due date in the past and says the earliest lawful moment', async () => {
    const { mandateId } = await bench.mandate();
    const dueAt = bench.platform.clock.now().subtract({ hours: 1 }).toString();
    const { status, body } = await bench.create(mandateId, { dueAt });
    expect([status, body.code, body.invalidFields[0].path]).toEqual([400, 'validation_failed', 'dueAt']);
    expect(Date.parse(body.earliestDebitAt)).toBeGreaterThan(bench.platform.clock.now().epochMilliseconds);
  });

  it.each(['paused', 'expired', 'cancellation_pending', 'cancelled', 'pending_authentication'] as const)(
    'refuses a mandate that is %s',
    async (state) => {
      const { mandateId } = await bench.mandate({ status: state });
      const { status, body } = await bench.create(mandateId);
      expect([status, body.code]).toEqual([409, 'invalid_state']);
    },
  );

  it('refuses another currency, and less than an exact mandate’s amount', async () => {
    const { mandateId } = await bench.mandate();
    expect((await bench.create(mandateId, { currency: 'USD' })).body.code).toBe('currency_mismatch');
    const exact = await bench.mandate({ amountRule: 'exact', maxAmount: { minor: 500_00n, currency: 'INR' } });
    expect((await bench.create(exact.mandateId, { amount: 499_00 })).body.code).toBe('amount_not_exact');
    expect((await bench.create(exact.mandateId, { amount: 500_00 })).body.status).toBe('scheduled');
  });

  it('refuses what could not be executed before the mandate ends', async () => {
    const { mandateId } = await bench.mandate({ validUntil: bench.platform.clock.now().add({ hours: 10 }) });
    const { status, body } = await bench.create(mandateId);
    expect([status, body.code]).toEqual([422, 'outside_validity']);
  });

  it('refuses a second debit of a cycle while one is open, and one of a used cycle', async () => {
    const mandate = await bench.mandate({ frequency: 'monthly' });
    const first = await bench.create(mandate.mandateId);
    const second = await bench.create(mandate.mandateId);
    expect([second.status, second.body.code, second.body.resourceId]).toEqual([409, 'debit_open', first.body.debitId]);
    const used = await bench.mandate({ frequency: 'monthly', usedCycles: [first.body.cycle] });
    const refused = await bench.create(used.mandateId);
    expect([refused.status, refused.body.code, refused.body.reason]).toEqual([409, 'cycle_used', 'debited']);
  });

  it('SH-22 says that the registration’s INR 1 took the cycle, and lets a payer pay on session beside it', async () => {
    const dueAt = bench.platform.clock.now().add({ hours: 30 });
    const cycle = (await bench.create((await bench.mandate({ frequency: 'monthly' })).mandateId)).body.cycle as string;
    const afa = { method: 'upi_intent', at: bench.platform.clock.now(), reference: 'pay_0' };
    const { mandateId } = await bench.mandate({ frequency: 'monthly', usedCycles: [cycle], afa });
    const { body } = await bench.create(mandateId, { dueAt: dueAt.toString() });
    expect([body.code, body.reason]).toEqual(['cycle_used', 'registration_charge']);
    const large = await bench.create(mandateId, { dueAt: dueAt.toString(), amount: 15_000_01 });
    expect([large.status, large.body.status]).toEqual([201, 'requires_authentication']);
  });

  it('boundary case 13 moves a debit whose day is over into the next cycle', async () => {
    const mandate = await bench.mandate({ frequency: 'monthly', recurrence: { rule: 'before', day: 17 } });
    const now = bench.platform.clock.now().toZonedDateTimeISO('Asia/Kolkata');
    const sixteenth = now.add({ months: 1 }).with({ day: 17, hour: 22 }).toInstant();
    const late = await bench.create(mandate.mandateId, { dueAt: sixteenth.add({ hours: 4 }).toString() });
    expect(late.status).toBe(201);
    expect(late.body.cycle).toBe(now.add({ months: 2 }).toPlainDate().toPlainYearMonth().toString());
  });

  it('answers 422 when the provider refuses the payer’s order, and makes no debit', async () => {
    const mandate = await bench.mandate();
    bench.provider.fail('openAuthentication', { class: 'request_wrong', reason: 'bad_request' });
    const { status, body } = await bench.create(mandate.mandateId, { amount: 15_000_01 });
    expect([status, body.code]).toEqual([422, 'payment_refused']);
    expect((await bench.mandateNow(mandate.mandateId)).openDebits).toEqual([]);
  });

  it('boundary case 26 answers 409 when its receipt stands for another amount: no debit, no second order', async () => {
    const mandate = await bench.mandate();
    const key = randomUUID();
    bench.provider.fail('openAuthentication', 'before');
    expect((await bench.create(mandate.mandateId, { amount: 15_000_01, key })).status).toBe(503);
    const receipt = bench.provider.calls.at(-1)?.about ?? '';
    const { customerId } = mandate.remote;
    const other = { receipt, amount: { minor: 15_000_00n, currency: 'INR' as const }, notes: {} };
    await bench.provider.openAuthentication(bench.tenant, { ...other, customerId, method: 'upi' });
    const orders = bench.provider.orders.size;
    const { status, body } = await bench.create(mandate.mandateId, { amount: 15_000_01, key });
    expect([status, body.code]).toEqual([409, 'receipt_conflict']);
    expect(bench.provider.orders.size).toBe(orders);
    expect((await bench.mandateNow(mandate.mandateId)).openDebits).toEqual([]);
    expect((await bench.platform.items('debit')).filter((item) => item['mandateId'] === mandate.mandateId)).toEqual([]);
    expect((await bench.platform.items('payment')).filter((item) => item['mandateId'] === mandate.mandateId)).toEqual(
      [],
    );
  });

  it('of many at once in one cycle exactly one is made', async () => {
    const mandate = await bench.mandate({ frequency: 'monthly' });
    const answers = await Promise.all([1, 2, 3, 4].map(() => bench.create(mandate.mandateId)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect((await bench.mandateNow(mandate.mandateId)).openDebits).toHaveLength(1);
  });

  it('I4 answers a repeat after a crash with the debit that is there, and its payment', async () => {
    const { mandateId } = await bench.mandate();
    const key = randomUUID();
    bench.provider.fail('openAuthentication', 'after');
    const first = await bench.create(mandateId, { amount: 15_000_01, key });
    expect(first.status).toBe(503);
    const orders = bench.provider.orders.size;
    const second = await bench.create(mandateId, { amount: 15_000_01, key });
    expect([second.status, bench.provider.orders.size]).toEqual([201, orders]);
  });

  it('answers a foreign and an unknown mandate alike', async () => {
    const { mandateId } = await bench.mandate();
    const other = await bench.platform.tenant();
    const request = {
      params: { mandateId },
      body: {
        amount: { amount: 1, currency: 'INR' },
        dueAt: bench.platform.clock.now().add({ hours: 1 }).toString(),
        ...{ reference: 'r', reason: 'w' },
      },
    };
    const foreign = await call(handler(), createDebit, { as: { tenant: other }, ...request });
    const unknown = await call(handler(), createDebit, {
      ...request,
      as: { tenant: bench.tenant },
      params: { mandateId: bench.platform.ids.next('mdt', bench.tenant) },
    });
    for (const { status, body } of [foreign, unknown]) expect([status, body.code]).toEqual([404, 'mandate_not_found']);
  });

  it('as_presented holds several debits at once', async () => {
    const { mandateId } = await bench.mandate();
    const answers = [await bench.create(mandateId), await bench.create(mandateId)];
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
  });
});

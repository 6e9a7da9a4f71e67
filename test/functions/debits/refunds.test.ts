import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { getDebit } from '../../../functions/debits/get-debit/declaration.ts';
import { wire as wireGetDebit } from '../../../functions/debits/get-debit/handler.ts';
import { getPayment } from '../../../functions/debits/get-payment/declaration.ts';
import { wire as wireGetPayment } from '../../../functions/debits/get-payment/handler.ts';
import type { OutcomeSample } from '../../../functions/kernel/observability/meter.ts';
import { findReferenceOwner } from '../../../functions/kernel/persistence/provider-reference.ts';
import type { ProviderPayment } from '../../../functions/mandates/ports/payment-provider.ts';
import { call } from '../../support/http-call.ts';
import type { DebitBench } from './debit-bench.ts';
import { startDebitBench } from './debit-bench.ts';

let bench: DebitBench;
let samples: OutcomeSample[] = [];

beforeAll(async () => {
  bench = await startDebitBench({
    at: (platform) => ({
      ...platform,
      meter: { ...platform.meter, outcome: (sample) => void samples.push(sample) },
    }),
  });
});
beforeEach(() => {
  samples = [];
});
afterAll(() => bench.stop());

const inr = (minor: number) => ({ minor: BigInt(minor), currency: 'INR' as const });
const wire = (amount: number) => ({ amount, currency: 'INR' });

const newest = (): ProviderPayment => {
  const payment = [...bench.provider.payments.values()].at(-1);
  if (payment === undefined) throw new Error('nobody has paid');
  return payment;
};

const submitted = async (outcome: 'captured' | 'pending' = 'captured', of?: Parameters<DebitBench['notified']>[0]) => {
  const debitId = await bench.notified(of);
  bench.until((await bench.now(debitId)).nextAttemptAt);
  bench.provider.debitsAre(outcome);
  await bench.submit(debitId);
  bench.provider.debitsAre('captured');
  return { debitId, remote: newest().paymentId };
};

/** A payment on session, of a debit or by itself. */
const linked = async () => {
  const { mandateId } = await bench.mandate();
  const { body } = await bench.create(mandateId, { amount: 15_000_01 });
  const paymentId = String(body.paymentId);
  const payment = await bench.deps.payments.find(bench.tenant, paymentId);
  return { debitId: String(body.debitId), paymentId, orderId: payment?.orderId ?? '' };
};

const read = async (debitId: string) => {
  const request = { as: { tenant: bench.tenant }, params: { debitId } };
  return (await call(wireGetDebit(bench.platform), getDebit, request)).body as Record<string, unknown>;
};
const readPayment = async (paymentId: string) => {
  const request = { as: { tenant: bench.tenant }, params: { paymentId } };
  return (await call(wireGetPayment(bench.platform), getPayment, request)).body as Record<string, unknown>;
};

const attentions = (resourceId: string) =>
  bench.platform
    .logLines()
    .filter((line) => line.includes('debit_needs_attention') && line.includes(resourceId))
    .map((line) => (JSON.parse(line) as { code?: string }).code);

describe('Money of a debit that went back to its payer', () => {
  it('2.9 one whose payment is first seen refunded has succeeded and says that the money is not there', async () => {
    const mandate = await bench.mandate({ frequency: 'monthly' });
    const { debitId, remote } = await submitted('pending', mandate);
    bench.provider.setPayment(remote, { status: 'refunded', amountRefunded: inr(499_00) });
    expect(await bench.hint(debitId, 'refund.processed')).toBe('applied');
    const answer = await read(debitId);
    expect(answer).toMatchObject({ status: 'succeeded', refundedAmount: wire(499_00) });
    expect(answer['refundedAt']).toBe(answer['succeededAt']);
    expect((await bench.eventsOf(debitId)).slice(-2)).toEqual(['debit.succeeded', 'debit.refunded']);
    expect((await bench.dataOf(debitId)).at(-1)).toMatchObject({ status: 'succeeded', refundedAmount: wire(499_00) });
    expect(attentions(debitId)).toContain('refunded');
    const { usedCycles, openDebits, executing } = await bench.mandateNow(mandate.mandateId);
    const { cycle } = await bench.now(debitId);
    expect([usedCycles.includes(cycle), openDebits, executing]).toEqual([true, [], undefined]);
  });

  it('SH-32 what was back before anybody saw it is no success, and a part of it is', async () => {
    const all = await submitted('pending');
    bench.provider.setPayment(all.remote, { status: 'refunded' });
    await bench.hint(all.debitId);
    expect(samples).toEqual([]);
    const part = await submitted('pending');
    bench.provider.setPayment(part.remote, { status: 'captured', amountRefunded: inr(1_00) });
    await bench.hint(part.debitId);
    expect(samples).toMatchObject([{ subject: 'debit', isSuccess: true }]);
  });

  it('2.9 a refund by hand is told part by part, each once, and never less than before', async () => {
    const { debitId, remote } = await submitted();
    const before = await bench.now(debitId);
    bench.provider.setPayment(remote, { amountRefunded: inr(100_00) });
    expect(await bench.hint(debitId, 'refund.processed')).toBe('applied');
    bench.platform.clock.advance({ hours: 1 });
    expect(await bench.hint(debitId, 'refund.created')).toBe('already');
    expect(await read(debitId)).toMatchObject({ status: 'succeeded', refundedAmount: wire(100_00) });
    bench.provider.setPayment(remote, { status: 'refunded', amountRefunded: inr(499_00) });
    expect(await bench.hint(debitId, 'refund.processed')).toBe('applied');
    bench.provider.setPayment(remote, { status: 'captured', amountRefunded: inr(100_00) });
    expect(await bench.hint(debitId, 'refund.failed')).toBe('already');
    const after = await bench.now(debitId);
    expect(after.refunded).toEqual({ amount: inr(499_00), at: bench.platform.clock.now() });
    expect([after.succeededAt, after.sequence]).toEqual([before.succeededAt, before.sequence + 2]);
    const events = await bench.eventsOf(debitId);
    expect(events.filter((type) => type === 'debit.refunded')).toHaveLength(2);
    expect((await bench.dataOf(debitId)).at(-1)).not.toHaveProperty('late');
    expect(attentions(debitId)).toEqual(['refund_undone']);
  });

  it('2.9 words about refunds that come before, beside and after the others lead to the same', async () => {
    const { debitId, remote } = await submitted('pending');
    bench.provider.setPayment(remote, { status: 'refunded', amountRefunded: inr(499_00) });
    const words = ['refund.processed', 'payment.captured', 'refund.created', 'order.paid', 'refund.processed'];
    await Promise.all(words.map((type) => bench.hint(debitId, type)));
    expect((await bench.eventsOf(debitId)).slice(-2)).toEqual(['debit.succeeded', 'debit.refunded']);
    expect((await bench.now(debitId)).refunded?.amount).toEqual(inr(499_00));
  });

  it('a word about a refund that names the payment alone finds the debit', async () => {
    const { debitId, remote } = await submitted();
    expect(await findReferenceOwner(bench.platform.table, 'payment', remote)).toMatchObject({ resourceId: debitId });
  });

  it('words about the capture of what is in ask the provider nothing', async () => {
    const { debitId } = await submitted();
    const before = bench.provider.calls.length;
    expect(await bench.hint(debitId, 'payment.captured')).toBe('already');
    expect(bench.provider.calls.length).toBe(before);
  });

  it('never more than was collected has gone back', async () => {
    const { debitId, remote } = await submitted();
    bench.provider.setPayment(remote, { amountRefunded: inr(900_00) });
    await bench.hint(debitId, 'refund.processed');
    expect((await bench.now(debitId)).refunded?.amount).toEqual(inr(499_00));
  });
});

describe('Money of a payment on session that went back to its payer', () => {
  it('2.9 first seen refunded: payment and debit have succeeded and say that the money is not there', async () => {
    const { debitId, paymentId, orderId } = await linked();
    const { paymentId: remote } = bench.provider.authenticate(orderId, 'success')!;
    bench.provider.setPayment(remote, { status: 'refunded' });
    expect(await bench.hint(paymentId, 'refund.processed')).toBe('applied');
    const back = { status: 'succeeded', refundedAmount: wire(15_000_01) };
    expect([await readPayment(paymentId), await read(debitId)]).toMatchObject([back, back]);
    expect((await bench.eventsOf(paymentId)).slice(-2)).toEqual(['payment.succeeded', 'payment.refunded']);
    expect((await bench.eventsOf(debitId)).slice(-2)).toEqual(['debit.succeeded', 'debit.refunded']);
    expect(samples).toEqual([]);
    expect(await findReferenceOwner(bench.platform.table, 'payment', remote)).toMatchObject({ resourceId: paymentId });
  });

  it('2.9 a refund by hand later is told of both, once', async () => {
    const { debitId, paymentId, orderId } = await linked();
    const { paymentId: remote } = bench.provider.authenticate(orderId, 'success')!;
    await bench.hint(paymentId);
    bench.provider.setPayment(remote, { amountRefunded: inr(5_00) });
    expect(await bench.hint(paymentId, 'refund.processed')).toBe('applied');
    expect(await bench.hint(paymentId, 'refund.processed')).toBe('already');
    const back = { status: 'succeeded', refundedAmount: wire(5_00) };
    expect([await readPayment(paymentId), await read(debitId)]).toMatchObject([back, back]);
    expect((await bench.eventsOf(paymentId)).at(-1)).toBe('payment.refunded');
    expect((await bench.dataOf(paymentId)).at(-1)).toMatchObject({ refundedAmount: wire(5_00) });
    expect((await bench.eventsOf(debitId)).at(-1)).toBe('debit.refunded');
    expect(samples.filter(({ isSuccess }) => isSuccess).length).toBeGreaterThan(0);
  });

  it('SH-13 one that its debit collects shows the debit’s refund', async () => {
    const mandate = await bench.mandate();
    const { debitId, remote } = await submitted('captured', mandate);
    const { customerId, mandateId } = mandate;
    const debit = await bench.now(debitId);
    const paymentId = bench.platform.ids.next('pmt', bench.tenant);
    const { payments } = bench.deps;
    const payment = {
      ...{ paymentId, customerId, mandateId, debitId, method: 'upi' as const, amount: debit.amount },
      ...{ status: 'scheduled' as const, description: 'Domain', aboveThreshold: false, sequence: 1 },
      ...{ expectedFrom: debit.createdAt, expectedBy: debit.createdAt, createdAt: debit.createdAt },
    };
    await bench.platform.table.transact([payments.create(bench.tenant, payment).write], 'scheduled-payment');
    bench.provider.setPayment(remote, { amountRefunded: inr(2_00) });
    await bench.hint(debitId, 'refund.processed');
    expect(await readPayment(paymentId)).toMatchObject({ status: 'succeeded', refundedAmount: wire(2_00) });
  });
});

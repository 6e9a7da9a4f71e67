import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DebitBench } from './debit-bench.ts';
import { startDebitBench } from './debit-bench.ts';

let bench: DebitBench;

beforeAll(async () => {
  bench = await startDebitBench();
});
afterAll(() => bench.stop());

/** A debit whose payer has a link to authenticate it. */
const linked = async () => {
  const { mandateId, customerId } = await bench.mandate();
  const { body } = await bench.create(mandateId, { amount: 15_000_01 });
  const debitId = String(body.debitId);
  const paymentId = String(body.paymentId);
  const payment = await bench.deps.payments.find(bench.tenant, paymentId);
  if (payment?.orderId === undefined) throw new Error('the payment has no order');
  return { mandateId, customerId, debitId, paymentId, orderId: payment.orderId, link: payment.authentication };
};

const statuses = async ({ debitId, paymentId }: { readonly debitId: string; readonly paymentId: string }) => [
  (await bench.now(debitId)).status,
  (await bench.deps.payments.find(bench.tenant, paymentId))?.status,
];

describe('Money that comes although its debit has ended, and of which no webhook tells', () => {
  it('SH-22 a payer who fails once and then pays has paid: the end of the link is looked at', async () => {
    const given = await linked();
    bench.provider.authenticate(given.orderId, 'failure');
    await bench.hint(given.paymentId);
    expect(await statuses(given)).toEqual(['abandoned', 'abandoned']);
    bench.provider.authenticate(given.orderId, 'success');
    expect(await bench.timersOf(given.paymentId)).toEqual(['expireDebitAuthentication']);
    bench.until(given.link?.expiresAt);
    await bench.expire(given.paymentId);
    expect(await statuses(given)).toEqual(['succeeded', 'succeeded']);
  });

  it('SH-22 what is under way when the link ends is looked at again', async () => {
    const given = await linked();
    bench.provider.authenticate(given.orderId, 'failure');
    await bench.hint(given.paymentId);
    const pending = bench.provider.authenticate(given.orderId, 'success', { paymentStatus: 'pending' });
    bench.until(given.link?.expiresAt);
    await bench.expire(given.paymentId);
    expect(await bench.timersOf(given.paymentId)).toEqual(['expireDebitAuthentication']);
    bench.provider.setPayment(pending?.paymentId ?? '', { status: 'captured' });
    await bench.expire(given.paymentId);
    expect(await statuses(given)).toEqual(['succeeded', 'succeeded']);
  });

  it('SH-22 a customer who opts out and pays over the link all the same has paid', async () => {
    const given = await linked();
    expect((await bench.skip(await bench.now(given.debitId))).status).toBe(200);
    bench.provider.authenticate(given.orderId, 'success');
    expect(await bench.timersOf(given.paymentId)).toEqual(['expireDebitAuthentication']);
    bench.until(given.link?.expiresAt);
    await bench.expire(given.paymentId);
    expect(await statuses(given)).toEqual(['succeeded', 'succeeded']);
  });

  it('SH-22 after an opt-out nobody waits for the payment for ever', async () => {
    const given = await linked();
    await bench.skip(await bench.now(given.debitId));
    bench.until(given.link?.expiresAt);
    await bench.expire(given.paymentId);
    expect(await statuses(given)).toEqual(['opted_out', 'abandoned']);
  });

  it('boundary case 14: captured although the mandate was withdrawn meanwhile; the mandate stays withdrawn', async () => {
    const mandate = await bench.mandate();
    const debitId = await bench.notified(mandate);
    bench.until((await bench.now(debitId)).nextAttemptAt);
    bench.provider.debitsAre('pending');
    await bench.submit(debitId);
    bench.provider.debitsAre('captured');
    await bench.changeMandate(mandate.mandateId, { status: 'cancelled', openDebits: [] });
    const payment = [...bench.provider.payments.values()].at(-1);
    bench.provider.setPayment(payment?.paymentId ?? '', { status: 'captured' });
    await bench.hint(debitId);
    const { status, executing } = await bench.mandateNow(mandate.mandateId);
    expect([(await bench.now(debitId)).status, status, executing]).toEqual(['succeeded', 'cancelled', undefined]);
  });

  it('rule 32 captured late, it takes the cycle from the debit that was made in its stead', async () => {
    const mandate = await bench.mandate({ frequency: 'monthly' });
    const first = await bench.notified(mandate);
    bench.until((await bench.now(first)).nextAttemptAt);
    bench.provider.debitsAre({ failed: { class: 'risk', reason: 'payment_risk_check_failed' } });
    await bench.submit(first);
    bench.provider.debitsAre('captured');
    expect((await bench.now(first)).status).toBe('failed');
    const second = await bench.notified(await bench.mandateNow(mandate.mandateId));
    const payment = [...bench.provider.payments.values()].at(-1);
    bench.provider.setPayment(payment?.paymentId ?? '', { status: 'captured' });
    await bench.hint(first);
    const before = bench.asked();
    bench.until((await bench.now(second)).nextAttemptAt);
    await bench.submit(second);
    expect([(await bench.now(first)).status, (await bench.now(second)).status, bench.asked() - before]).toEqual([
      'succeeded',
      'failed',
      0,
    ]);
  });
});

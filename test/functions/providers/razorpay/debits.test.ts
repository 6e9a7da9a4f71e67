import { describe, expect, it } from 'vitest';
import { OutcomeUnknown } from '../../../../functions/kernel/errors/domain-error.ts';
import { bench, debitOf, live, razorpay, useRazorpay } from './razorpay-bench.ts';
import { wireError } from './razorpay-server.ts';

useRazorpay();

const orderId = 'order_7';
const asked = (): number => razorpay.sent('POST', '/v1/payments/create/recurring').length;
const payment = (id: string, status: string, more: object = {}) => ({
  ...{ id, entity: 'payment', amount: 49_900, currency: 'INR', order_id: orderId, status },
  ...{ created_at: 1_795_242_600, error_reason: null, ...more },
});
const put = (id: string, status: string, more: object = {}) =>
  void razorpay.payments.set(id, payment(id, status, more));

describe('SH-28 a debit is asked for once, whatever is lost', () => {
  it('is found in the order when its answer never came', async () => {
    const { provider } = bench();
    razorpay.faults.push('none', 'lost');
    const { paymentId } = await provider.debit(live, debitOf(orderId));
    expect([...razorpay.payments.keys()]).toEqual([paymentId]);
    expect(asked()).toBe(1);
  });

  it.each(['cut', 'silent', { status: 500 }, { status: 504 }, { status: 200, body: 'pay_1' }] as const)(
    'is unknown and not asked again when the answer is %j and the order shows nothing',
    async (fault) => {
      const { provider } = bench(fault === 'silent' ? { requestMs: 750 } : {});
      razorpay.faults.push('none', fault);
      await expect(provider.debit(live, debitOf(orderId))).rejects.toThrow(OutcomeUnknown);
      expect(asked()).toBe(1);
    },
  );

  it('is unknown when the order cannot be read afterwards', async () => {
    const { provider } = bench();
    razorpay.faults.push('none', 'lost', 'cut');
    await expect(provider.debit(live, debitOf(orderId))).rejects.toThrow(OutcomeUnknown);
    expect(asked()).toBe(1);
    expect(razorpay.payments.size).toBe(1);
  });

  it('is not asked for as long as the order cannot be read before', async () => {
    const { provider } = bench();
    razorpay.faults.push('cut', 'cut');
    await expect(provider.debit(live, debitOf(orderId))).rejects.toThrow(OutcomeUnknown);
    expect(asked()).toBe(0);
  });

  it('is asked for once when the order can be read at the second try', async () => {
    const { provider } = bench();
    put('pay_old', 'failed', { error_reason: 'insufficient_funds' });
    razorpay.faults.push('cut');
    const { paymentId } = await provider.debit(live, debitOf(orderId));
    expect(paymentId).not.toBe('pay_old');
    expect(asked()).toBe(1);
  });

  it.each(['captured', 'authorized', 'created', 'refunded', 'a_status_nobody_knows'])(
    'is the payment that is there when the order has one that is %s',
    async (status) => {
      const { provider } = bench();
      put('pay_old', 'failed', { error_reason: 'insufficient_funds' });
      put('pay_there', status);
      expect(await provider.debit(live, debitOf(orderId))).toEqual({ paymentId: 'pay_there' });
      expect(asked()).toBe(0);
    },
  );

  it('after failed attempts a lost answer is not mistaken for one of them', async () => {
    const { provider } = bench();
    put('pay_old', 'failed', { error_reason: 'insufficient_funds' });
    razorpay.faults.push('none', 'cut');
    await expect(provider.debit(live, debitOf(orderId))).rejects.toThrow(OutcomeUnknown);
    razorpay.faults.push('none', 'lost');
    const { paymentId } = await provider.debit(live, debitOf(orderId));
    expect(paymentId).not.toBe('pay_old');
    expect(asked()).toBe(2);
  });

  it('two repeats of the same debit after each other are one payment', async () => {
    const { provider } = bench();
    const first = await provider.debit(live, debitOf(orderId));
    expect(await provider.debit(live, debitOf(orderId))).toEqual(first);
    expect(razorpay.payments.size).toBe(1);
  });

  it('is the payment that another request made meanwhile, although Razorpay refuses a second one', async () => {
    const { provider } = bench();
    const body = JSON.stringify(wireError('order_already_paid'));
    razorpay.faults.push('none', { status: 400, body, meanwhile: () => put('pay_other', 'captured') });
    expect(await provider.debit(live, debitOf(orderId))).toEqual({ paymentId: 'pay_other' });
  });

  it('is refused with the reason that Razorpay gives', async () => {
    const { provider } = bench();
    const body = wireError('pre_debit_notification_not_sent');
    razorpay.instead.set('POST /v1/payments/create/recurring', { status: 400, body });
    await expect(provider.debit(live, debitOf(orderId))).rejects.toMatchObject({
      code: 'payment_refused',
      failure: { class: 'request_wrong', reason: 'pre_debit_notification_not_sent' },
    });
  });
});

describe('Too many requests', () => {
  it('429: a debit that was turned away is sent again after pauses that grow', async () => {
    const { provider, pauses } = bench();
    razorpay.faults.push('none', { status: 429 }, { status: 429 });
    await provider.debit(live, debitOf(orderId));
    expect(razorpay.payments.size).toBe(1);
    expect(pauses).toHaveLength(2);
    expect(pauses[0]).toBeGreaterThanOrEqual(250);
    expect(pauses[0]).toBeLessThanOrEqual(500);
    expect(pauses[1]).toBeGreaterThanOrEqual(500);
    expect(pauses[1]).toBeLessThanOrEqual(1_000);
  });

  it('429: three times in a row is left to the caller', async () => {
    const { provider, pauses, samples } = bench();
    for (let turn = 0; turn < 6; turn += 1) razorpay.faults.push({ status: 429 });
    await expect(provider.readOrder(live, orderId)).rejects.toMatchObject({ code: 'temporarily_unavailable' });
    expect(pauses).toHaveLength(4);
    expect(samples.map(({ status }) => status)).toEqual([429, 429, 429, 429, 429, 429]);
  });

  it('409: a refund beside the same refund is sent again', async () => {
    const { provider } = bench();
    razorpay.faults.push({ status: 409 });
    const amount = { minor: 100n, currency: 'INR' } as const;
    expect(await provider.refund(live, { paymentId: 'pay_1', amount, key: 'ach_0123456789' })).toMatchObject({
      status: 'processed',
    });
    expect(razorpay.refunds.size).toBe(1);
  });
});

import { describe, expect, it } from 'vitest';
import type { FailureClass } from '../../../../functions/mandates/ports/payment-provider.ts';
import { bench, inr, live, razorpay, useRazorpay } from './razorpay-bench.ts';
import { wireError } from './razorpay-server.ts';

useRazorpay();

const payment = (more: object) => ({
  ...{ id: 'pay_1', amount: 49_900, currency: 'INR', order_id: 'order_1', status: 'failed', created_at: 1_795_242_600 },
  ...more,
});
const token = (status: string | null, more: object = {}) => ({
  ...{ id: 'token_1', entity: 'token', method: 'upi', recurring: true },
  recurring_details: { status, failure_reason: null },
  ...more,
});
const readPayment = async (more: object) => {
  razorpay.payments.set('pay_1', payment(more));
  const [read] = await bench().provider.paymentsOf(live, 'order_1');
  return read;
};
const name = { customerId: 'cust_1', tokenId: 'token_1' };
const readToken = async (wire: object) => {
  razorpay.tokens.set('token_1', { ...wire });
  return bench().provider.readToken(live, name);
};

/** regulation.md 2.6, word by word. */
const reasons: Readonly<Record<Exclude<FailureClass, 'other'>, string>> = {
  mandate_dead:
    'mandate_cancelled mandate_expired mandate_not_active umn_does_not_exist_payer bank_account_invalid remitter_account_dormant debit_instrument_blocked mobile_number_invalid',
  customer_action:
    'mandate_paused insufficient_funds adequate_funds_not_available_blocked mpin_not_set_by_customer number_of_pin_tries_exceeded payer_account_has_changed',
  request_wrong:
    'execution_day_rule_mismatch amount_does_not_match_mandate_amount payer_seqnum_validation_failure pre_debit_notification_not_sent BAD_REQUEST_MANDATE_PROMISED_DEBIT_DATE_NOT_HONOURED',
  cycle_already_paid: 'mandate_current_cycle_allowed_debit_exceeds',
  limit:
    'mandate_debit_beyond_psp_amount_cap per_transaction_limit_exceeded transaction_limit_exceeded limit_exceeded_remitting_bank',
  transient:
    'bank_not_available bank_technical_error gateway_technical_error psp_timeout psp_not_available request_timed_out payment_timed_out issuer_dispatch_failed seqnum_mismatch_payer_psp',
  risk: 'suspected_fraud_decline payment_risk_check_failed payment_stopped_by_court_order',
};
/** What the reference names elsewhere: of payers at authentications, of refunds, of orders. */
const further: Partial<typeof reasons> = {
  customer_action: 'authentication_failed payment_cancelled',
  request_wrong: 'payment_already_refunded payment_not_captured refund_amount_exceeds',
  cycle_already_paid: 'order_already_paid',
};
const table = [...Object.entries(reasons), ...Object.entries(further)].flatMap(([meaning, words]) =>
  words.split(' ').map((reason) => [reason, meaning] as const),
);

describe('What Razorpay says, in our words', () => {
  it.each(table)('the reason %s of a failed payment is %s', async (reason, meaning) => {
    const read = await readPayment({ error_reason: reason, error_description: 'insufficient_funds' });
    expect(read?.failure).toEqual({ class: meaning, reason });
  });

  it.each([['a_reason_of_tomorrow'], [''], [null], ['toString']])(
    'a reason that nobody knows (%j) is other, and its text goes no further',
    async (reason) => {
      const read = await readPayment({ error_reason: reason });
      expect(read?.failure).toEqual({ class: 'other', reason: 'unknown_reason' });
    },
  );

  it('a refusal is read by its reason, never by its description', async () => {
    const body = wireError('mandate_paused', { description: 'insufficient_funds' });
    razorpay.instead.set('GET /v1/orders/order_1', { status: 400, body });
    await expect(bench().provider.readOrder(live, 'order_1')).rejects.toMatchObject({
      failure: { class: 'customer_action', reason: 'mandate_paused' },
      details: { members: { reason: 'mandate_paused' } },
    });
  });

  it.each([
    ['created', 'pending', false],
    ['authorized', 'authorized', false],
    ['captured', 'captured', false],
    ['refunded', 'refunded', false],
    ['failed', 'failed', false],
    ['partially_captured', 'pending', true],
  ])('the payment status %s is %s', async (wire, status, isUnknownStatus) => {
    expect(await readPayment({ status: wire })).toMatchObject({ status, isUnknownStatus });
  });

  it.each([
    [{ status: 'refunded', amount_refunded: 49_900 }, inr(49_900n)],
    [{ status: 'captured', amount_refunded: 100 }, inr(100n)],
    [{ status: 'captured', amount_refunded: 0 }, undefined],
    [{ status: 'captured', amount_refunded: null }, undefined],
    [{ status: 'captured' }, undefined],
  ])('2.9 of the payment %j as much went back', async (wire, amountRefunded) => {
    const read = await readPayment(wire);
    expect([read?.status, read?.amountRefunded]).toEqual([wire.status, amountRefunded]);
  });

  it('payments come oldest first, and of an address only the app is read', async () => {
    razorpay.payments.set('pay_2', payment({ id: 'pay_2', created_at: 1_795_242_700, vpa: 'gaurav.kumar@okaxis' }));
    razorpay.payments.set('pay_1', payment({ bank: 'HDFC' }));
    const read = await bench().provider.paymentsOf(live, 'order_1');
    expect(read.map(({ paymentId, bank, app }) => [paymentId, bank, app])).toEqual([
      ['pay_1', 'HDFC', undefined],
      ['pay_2', undefined, 'okaxis'],
    ]);
    expect(JSON.stringify(read.map(({ amount: _amount, ...rest }) => rest))).not.toContain('gaurav');
  });

  it.each([
    ['initiated', 'pending', false],
    ['confirmed', 'confirmed', false],
    ['rejected', 'rejected', false],
    ['paused', 'paused', false],
    ['cancellation_initiated', 'cancellation_initiated', false],
    ['cancelled', 'cancelled', false],
    ['being_ported', 'pending', true],
    [null, 'pending', true],
  ])('the token status %s is %s', async (wire, status, isUnknownStatus) => {
    expect(await readToken(token(wire))).toMatchObject({ tokenId: 'token_1', status, isUnknownStatus });
  });

  it('a token whose time is over is expired, unless it ended otherwise before', async () => {
    const over = { expired_at: 1_700_000_000 };
    expect(await readToken(token('confirmed', over))).toMatchObject({ status: 'expired' });
    expect(await readToken(token('cancelled', over))).toMatchObject({ status: 'cancelled' });
    expect(await readToken(token('confirmed', { expired_at: 4_102_444_799 }))).toMatchObject({ status: 'confirmed' });
  });

  it('a token that is not listed is nothing', async () => {
    expect(await readToken(token('confirmed', { id: 'token_2' }))).toBeUndefined();
  });

  it('of a token the bank of the card and the app of the address are read, and why it was rejected', async () => {
    expect(await readToken(token('confirmed', { card: { issuer: 'STCB', last4: '8950' } }))).toMatchObject({
      bank: 'STCB',
    });
    const rejected = { recurring_details: { status: 'rejected', failure_reason: 'bank_account_invalid' } };
    expect(await readToken(token(null, { ...rejected, vpa: { username: 'gaurav', handle: 'ybl' } }))).toMatchObject({
      app: 'ybl',
      failure: { class: 'mandate_dead', reason: 'bank_account_invalid' },
    });
  });

  it.each([
    [{ status: 'delivered', delivered_at: 1_795_242_600 }, { status: 'delivered' }],
    [{ status: 'delivered' }, { status: 'pending', isUnknownStatus: false }],
    [{ status: 'failed' }, { status: 'failed' }],
    [{ status: 'created' }, { status: 'pending', isUnknownStatus: false }],
    [{ status: 'read_aloud' }, { status: 'pending', isUnknownStatus: true }],
    [{ status: null }, { status: 'pending', isUnknownStatus: false }],
    [{}, { status: 'pending', isUnknownStatus: false }],
  ])('the notice %j is %j', async (notification, expected) => {
    const order = { id: 'order_1', amount: 100, currency: 'INR', receipt: null, status: 'paid', notes: [] };
    razorpay.orders.set('order_1', { ...order, notification: { token_id: 'token_1', ...notification } });
    expect(await bench().provider.readOrder(live, 'order_1')).toMatchObject({
      status: 'paid',
      amount: inr(100n),
      notice: expected,
    });
  });

  it('an order status that nobody knows is pending, a refund status too', async () => {
    razorpay.orders.set('order_1', { id: 'order_1', amount: 100, currency: 'INR', status: 'on_hold' });
    const unknown = { status: 'pending', isUnknownStatus: true };
    expect(await bench().provider.readOrder(live, 'order_1')).toMatchObject(unknown);
    razorpay.instead.set('GET /v1/payments/pay_1/refunds/rfnd_1', {
      status: 200,
      body: { id: 'rfnd_1', status: 'new' },
    });
    const refund = { paymentId: 'pay_1', refundId: 'rfnd_1' };
    expect(await bench().provider.readRefund(live, refund)).toEqual({ refundId: 'rfnd_1', ...unknown });
  });
});

describe('Ending a token', () => {
  const cancelUpi = { ...name, method: 'upi' } as const;

  it('a UPI mandate is cancelled at the network, which is not the end yet', async () => {
    await expect(readToken(token('confirmed'))).resolves.toBeDefined();
    await bench().provider.cancelToken(live, cancelUpi);
    expect(razorpay.sent('PUT', '/v1/customers/cust_1/tokens/token_1/cancel')).toHaveLength(1);
    expect(await bench().provider.readToken(live, name)).toMatchObject({ status: 'cancellation_initiated' });
  });

  it('a card’s mandate ends by erasing its token', async () => {
    razorpay.tokens.set('token_1', token('confirmed'));
    await bench().provider.cancelToken(live, { ...name, method: 'card' });
    expect(razorpay.sent('DELETE', '/v1/customers/cust_1/tokens/token_1')).toHaveLength(1);
    expect(await bench().provider.readToken(live, name)).toBeUndefined();
  });

  it.each(['lost', 'cut', { status: 503 }] as const)('is done once although the first answer is %j', async (fault) => {
    razorpay.tokens.set('token_1', token('confirmed'));
    razorpay.faults.push(fault);
    await bench().provider.cancelToken(live, cancelUpi);
    expect(razorpay.tokens.get('token_1')).toMatchObject({ recurring_details: { status: 'cancellation_initiated' } });
    razorpay.faults.push(fault);
    await bench().provider.deleteToken(live, name);
    expect(razorpay.tokens.size).toBe(0);
  });

  it('erasing what is gone is done, cancelling what is cancelled too', async () => {
    await bench().provider.deleteToken(live, name);
    razorpay.tokens.set('token_1', token('cancelled'));
    razorpay.instead.set('PUT /v1/customers/cust_1/tokens/token_1/cancel', {
      status: 400,
      body: wireError('mandate_cancelled'),
    });
    await expect(bench().provider.cancelToken(live, cancelUpi)).resolves.toBeUndefined();
  });

  it('a refusal to cancel what lives on is told', async () => {
    razorpay.tokens.set('token_1', token('paused'));
    razorpay.instead.set('PUT /v1/customers/cust_1/tokens/token_1/cancel', {
      status: 400,
      body: wireError('mandate_paused'),
    });
    await expect(bench().provider.cancelToken(live, cancelUpi)).rejects.toMatchObject({
      failure: { class: 'customer_action', reason: 'mandate_paused' },
    });
  });
});

describe('Answers that nobody may trust', () => {
  const canary = 'canary-4111111111111111';

  it.each([401, 403])(
    'status %i is a fault of the set-up, not of the request, and nothing is repeated',
    async (status) => {
      razorpay.faults.push({
        status,
        body: JSON.stringify(wireError('authentication_failed', { description: canary })),
      });
      const error = await bench()
        .provider.readOrder(live, 'order_1')
        .catch((caught: unknown) => caught);
      expect(error).toMatchObject({ name: 'Error', message: `Razorpay does not accept readOrder: status ${status}` });
      expect(razorpay.requests).toHaveLength(1);
    },
  );

  it.each([
    ['another shape', JSON.stringify({ id: 7, note: canary })],
    [
      'an amount with a fraction',
      JSON.stringify({ id: 'o', amount: 1.5, currency: 'INR', status: 'paid', note: canary }),
    ],
    ['a currency of nowhere', JSON.stringify({ id: 'o', amount: 1, currency: 'XXX', status: 'paid', note: canary })],
  ])('an answer of %s fails without being quoted', async (_title, body) => {
    razorpay.faults.push({ status: 200, body });
    const error = await bench()
      .provider.readOrder(live, 'order_1')
      .catch((caught: unknown) => caught);
    expect(error).toMatchObject({ message: "Razorpay's answer to readOrder does not fit" });
    expect(JSON.stringify(error)).not.toContain(canary);
  });

  it.each([
    ['no JSON', '<html>canary</html>'],
    ['nothing', ''],
    ['more than a megabyte', JSON.stringify({ items: [], padding: 'x'.repeat(1024 * 1024) })],
  ])('a success with %s is no answer: it is asked again', async (_title, body) => {
    razorpay.faults.push({ status: 200, body });
    const { provider, samples } = bench();
    expect(await provider.paymentsOf(live, 'order_1')).toEqual([]);
    expect(samples.map(({ status }) => status)).toEqual([0, 200]);
  });

  it('a refusal that is not in Razorpay’s form fails without being quoted', async () => {
    razorpay.faults.push({ status: 400, body: canary });
    const failing = bench().provider.readOrder(live, 'order_1');
    await expect(failing).rejects.toThrow("Razorpay's answer to readOrder does not fit");
  });

  it('takes fields that it does not know', async () => {
    const order = { id: 'order_1', amount: 100, currency: 'INR', status: 'paid', new_field: { deep: [1] } };
    razorpay.orders.set('order_1', order);
    expect(await bench().provider.readOrder(live, 'order_1')).toMatchObject({ orderId: 'order_1', status: 'paid' });
  });

  it('a silent provider costs no more than the call’s time', async () => {
    razorpay.faults.push('silent', 'silent');
    const { provider, samples } = bench({ requestMs: 150 });
    await expect(provider.readOrder(live, 'order_1')).rejects.toMatchObject({ code: 'temporarily_unavailable' });
    expect(samples.map(({ status }) => status)).toEqual([0, 0]);
  });
});

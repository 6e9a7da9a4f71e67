import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import {
  bench,
  clock,
  debitOf,
  inr,
  live,
  notice,
  payer,
  razorpay,
  registration,
  sandbox,
  useRazorpay,
} from './razorpay-bench.ts';

useRazorpay();

const only = (): (typeof razorpay.requests)[number] => {
  expect(razorpay.requests).toHaveLength(1);
  return razorpay.requests[0] ?? expect.fail('nothing was sent');
};

const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;

describe('What is sent to Razorpay, in its own words', () => {
  it('SH-35 is signed with the credentials of the live tenant and names its account', async () => {
    const { provider } = bench();
    await provider.paymentsOf(live, 'order_1');
    expect(only().headers).toMatchObject({
      authorization: basic('rzp_live_1:live-key-secret'),
      'x-razorpay-account': 'acc_live1',
    });
  });

  it('SH-35 goes to the twin for a sandbox tenant, whose program is the account', async () => {
    const { provider } = bench();
    razorpay.instead.set('GET /twin/razorpay/v1/orders/order_1/payments', { status: 200, body: { items: [] } });
    expect(await provider.paymentsOf(sandbox, 'order_1')).toEqual([]);
    expect(only().headers).toMatchObject({
      authorization: basic('rzp_test_nodal:sandbox-key-secret'),
      'x-razorpay-account': 'acc_sandbox',
    });
  });

  it('is nothing when the secret of a live tenant does not fit, and the error does not quote it', async () => {
    const { provider } = bench({ secrets: { 'razorpay-ten_live': '{"keyId":"k","keySecret":' } });
    await expect(provider.paymentsOf(live, 'order_1')).rejects.toThrow(/^secret razorpay-ten_live does not fit$/u);
    expect(razorpay.requests).toEqual([]);
  });

  it('a customer is made, or the one there is taken', async () => {
    const { provider } = bench();
    const first = await provider.ensureCustomer(live, { ...payer, reference: 'cus_1' });
    expect(only()).toMatchObject({
      method: 'POST',
      path: '/v1/customers',
      body: {
        name: 'Asha Rao',
        email: 'asha.rao@example.com',
        contact: '+919812345678',
        fail_existing: '0',
        notes: { reference: 'cus_1' },
      },
    });
    expect(await provider.ensureCustomer(live, { ...payer, reference: 'cus_1' })).toBe(first);
  });

  it('a customer is looked for when Razorpay refuses to make a second one', async () => {
    const { provider } = bench();
    const first = await provider.ensureCustomer(live, { ...payer, reference: 'cus_1' });
    const exists = { code: 'BAD_REQUEST_ERROR', reason: 'input_validation_failed' };
    razorpay.instead.set('POST /v1/customers', { status: 400, body: { error: exists } });
    expect(await provider.ensureCustomer(live, { ...payer, reference: 'cus_1' })).toBe(first);
    const stranger = { ...payer, phone: '+919812345679', reference: 'cus_2' };
    await expect(provider.ensureCustomer(live, stranger)).rejects.toMatchObject({ code: 'payment_refused' });
  });

  it('SH-08 SH-17 a UPI registration is an order with a token block, then a link that opens the app', async () => {
    const { provider } = bench();
    const opened = await provider.openAuthentication(live, registration({ receipt: 'ndl-1' }));
    const [order, intent] = razorpay.requests;
    expect(order).toMatchObject({ method: 'POST', path: '/v1/orders' });
    expect(order?.body).toEqual({
      amount: 100,
      currency: 'INR',
      receipt: 'ndl-1',
      unique_receipt: true,
      payment_capture: true,
      notes: { tenant: 'ten_live', mandate: 'mdt_1', kind: 'create' },
      customer_id: 'cust_1',
      method: 'upi',
      token: {
        max_amount: 500_000,
        expire_at: 1_893_456_000,
        frequency: 'monthly',
        recurring_type: 'before',
        recurring_value: 17,
      },
    });
    expect(intent).toMatchObject({
      method: 'POST',
      path: '/v1/payments/create/upi',
      body: { amount: 100, currency: 'INR', order_id: opened.orderId, customer_id: 'cust_1', recurring: '1' },
    });
    expect(intent?.body).toMatchObject({ method: 'upi', upi: { flow: 'intent' } });
    expect(opened.authentication).toMatchObject({
      type: 'upi_intent',
      url: 'upi://mandate?tr=EZM1&am=1.00&cu=INR&txnType=CREATE',
    });
    expect(Temporal.Instant.compare(opened.authentication.expiresAt, clock.now())).toBe(1);
  });

  it('SH-16 a card is authenticated on the page of the tenant, which is told the order', async () => {
    const { provider } = bench();
    const opened = await provider.openAuthentication(live, registration({ method: 'card' }));
    const url = new URL(opened.authentication.url);
    expect(opened.authentication.type).toBe('redirect');
    expect(`${url.origin}${url.pathname}`).toBe('https://pay.example.com/checkout');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      key_id: 'rzp_live_1',
      order_id: opened.orderId,
      customer_id: 'cust_1',
      recurring: '1',
    });
    expect(opened.authentication.url).not.toContain('secret');
  });

  it('SH-16 no order is made for a card that no page could authenticate', async () => {
    const { provider } = bench({ secrets: { 'razorpay-ten_live': '{"keyId":"k","keySecret":"s"}' } });
    await expect(provider.openAuthentication(live, registration({ method: 'card' }))).rejects.toMatchObject({
      failure: { class: 'request_wrong', reason: 'cards_not_supported' },
    });
    expect(razorpay.requests).toEqual([]);
  });

  it('SH-17 the twin has no app to open, so its link is made here', async () => {
    const { provider } = bench();
    const order = { id: 'order_9', amount: 100, currency: 'INR', status: 'created', created_at: 1_800_000_000 };
    razorpay.instead.set('POST /twin/razorpay/v1/orders', { status: 200, body: order });
    const { authentication } = await provider.openAuthentication(sandbox, registration());
    expect(authentication.url).toBe('upi://mandate?tr=order_9&am=1.00&cu=INR');
    // The program's clock is ahead: what counts is when the twin says that the order was made.
    expect(authentication.expiresAt.toString()).toBe('2027-01-15T08:30:00Z');
    const card = await provider.openAuthentication(sandbox, registration({ method: 'card' }));
    expect(card.authentication.url).toMatch(/\/twin\/razorpay\/checkout\?key_id=rzp_test_nodal&order_id=order_9&/u);
  });

  it('UPI takes no other currency, and no order is made for it', async () => {
    const { provider } = bench();
    const order = registration({ amount: { minor: 100n, currency: 'USD' } });
    await expect(provider.openAuthentication(live, order)).rejects.toMatchObject({ code: 'payment_refused' });
    expect(razorpay.requests).toEqual([]);
  });

  it.each([
    ['a last digit that is not 0 in a currency of three decimals', 295_991n],
    ['nothing', 0n],
    ['less than nothing', -10n],
  ])('an amount is never rounded: %s is refused before anything is sent', async (_title, minor) => {
    const { provider } = bench();
    const order = notice({ amount: { minor, currency: 'KWD' } });
    await expect(provider.openNotice(live, order)).rejects.toMatchObject({
      failure: { reason: 'amount_not_supported' },
    });
    expect(razorpay.requests).toEqual([]);
  });

  it('an amount of three decimals that ends in 0 goes out in subunits', async () => {
    const { provider } = bench();
    await provider.openNotice(live, notice({ amount: { minor: 295_990n, currency: 'KWD' } }));
    expect(only().body).toMatchObject({ amount: 295_990, currency: 'KWD' });
  });

  it('SH-03 SH-23 a notice is an order that names the token and the time before which nothing is debited', async () => {
    const { provider } = bench();
    const { orderId } = await provider.openNotice(live, notice({ receipt: 'ndl-2' }));
    expect(only().body).toEqual({
      amount: 49_900,
      currency: 'INR',
      receipt: 'ndl-2',
      unique_receipt: true,
      payment_capture: true,
      notes: { tenant: 'ten_live', debit: 'dbt_1', kind: 'debit' },
      notification: { token_id: 'token_1', payment_after: 1_795_415_400 },
    });
    expect(await provider.readOrder(live, orderId)).toMatchObject({ receipt: 'ndl-2', notice: { status: 'pending' } });
  });

  it('SH-23 a debit is a recurring payment of the notified order', async () => {
    const { provider } = bench();
    const { paymentId } = await provider.debit(live, debitOf('order_7'));
    const [sent] = razorpay.sent('POST', '/v1/payments/create/recurring');
    expect(sent?.body).toEqual({
      email: 'asha.rao@example.com',
      contact: '+919812345678',
      amount: 49_900,
      currency: 'INR',
      order_id: 'order_7',
      customer_id: 'cust_1',
      token: 'token_1',
      recurring: true,
      description: 'Broadband, November',
      notes: { tenant: 'ten_live', debit: 'dbt_1', kind: 'debit' },
    });
    expect(await provider.paymentsOf(live, 'order_7')).toEqual([
      expect.objectContaining({
        paymentId,
        status: 'captured',
        isUnknownStatus: false,
        tokenId: 'token_1',
        app: 'okaxis',
      }),
    ]);
  });

  it('SH-12 rule 47 a refund carries its key, and the same key is the same refund', async () => {
    const { provider } = bench();
    const refund = { paymentId: 'pay_1', amount: inr(100n), key: 'ach_0123456789' };
    const first = await provider.refund(live, refund);
    expect(only()).toMatchObject({
      method: 'POST',
      path: '/v1/payments/pay_1/refund',
      headers: expect.objectContaining({ 'x-refund-idempotency': 'ach_0123456789' }) as unknown,
      body: { amount: 100, speed: 'normal' },
    });
    expect(await provider.refund(live, refund)).toEqual(first);
    expect(await provider.readRefund(live, { paymentId: 'pay_1', refundId: first.refundId })).toEqual(first);
  });

  it.each(['short', 'with space in it', ''])('SH-12 rule 47 no refund goes out under the key %j', async (key) => {
    const { provider } = bench();
    const refund = { paymentId: 'pay_1', amount: inr(100n), key };
    await expect(provider.refund(live, refund)).rejects.toThrow(RangeError);
    expect(razorpay.requests).toEqual([]);
  });

  it('M-37 measures every request under its call', async () => {
    const { provider, samples } = bench();
    await provider.debit(live, debitOf('order_7'));
    expect(samples.map(({ provider: of, call, status }) => [of, call, status])).toEqual([
      ['razorpay', 'createRecurringPaymentCheck', 200],
      ['razorpay', 'createRecurringPayment', 200],
    ]);
  });
});

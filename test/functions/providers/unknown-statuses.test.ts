import { describe, expect, it } from 'vitest';
import { bench, inr, live, razorpay, useRazorpay } from './razorpay/razorpay-bench.ts';

useRazorpay();

const payment = { id: 'pay_1', amount: 100, currency: 'INR', order_id: 'order_1', created_at: 1_795_242_600 };
const order = { id: 'order_1', amount: 100, currency: 'INR', receipt: null, notes: [] };
const token = { id: 'token_1', entity: 'token', method: 'upi', recurring: true };
const named = { customerId: 'cust_1', tokenId: 'token_1' };
const refunds = '/v1/payments/pay_1/refund';

type Provider = ReturnType<typeof bench>['provider'];
type Case = readonly [what: string, arrange: (status: string) => void, look: (provider: Provider) => Promise<unknown>];

const cases: readonly Case[] = [
  [
    'payment',
    (status) => void razorpay.payments.set('pay_1', { ...payment, status }),
    (provider) => provider.paymentsOf(live, 'order_1'),
  ],
  [
    'order',
    (status) => void razorpay.orders.set('order_1', { ...order, status }),
    (provider) => provider.readOrder(live, 'order_1'),
  ],
  [
    'notice',
    (status) =>
      void razorpay.orders.set('order_1', {
        ...order,
        status: 'created',
        notification: { token_id: 'token_1', status },
      }),
    (provider) => provider.readOrder(live, 'order_1'),
  ],
  [
    'token',
    (status) => void razorpay.tokens.set('token_1', { ...token, recurring_details: { status } }),
    (provider) => provider.readToken(live, named),
  ],
  [
    'refund',
    (status) => void razorpay.instead.set(`POST ${refunds}`, { status: 200, body: { id: 'rfnd_1', status } }),
    (provider) => provider.refund(live, { paymentId: 'pay_1', amount: inr(100n), key: 'ach_1-1-1-1-1' }),
  ],
  [
    'refund',
    (status) => void razorpay.instead.set(`GET ${refunds}s/rfnd_1`, { status: 200, body: { id: 'rfnd_1', status } }),
    (provider) => provider.readRefund(live, { paymentId: 'pay_1', refundId: 'rfnd_1' }),
  ],
];

/** A status of each that everybody knows. */
const known: Readonly<Record<string, string>> = {
  ...{ payment: 'captured', order: 'paid', notice: 'failed', token: 'confirmed', refund: 'processed' },
};

describe('A status that nobody has seen before', () => {
  it.each(cases)(
    '2.2 of a %s rings at every look and is written down, and nothing else does',
    async (what, arrange, look) => {
      const { provider, counted, lines } = bench();
      arrange(known[what] ?? '');
      await look(provider);
      expect([counted('payment_status_unknown'), lines]).toEqual([0, []]);
      arrange('levitating');
      await look(provider);
      await look(provider);
      expect(counted('payment_status_unknown')).toBe(2);
      expect(lines.map(({ code, fields }) => [code, fields.resourceType, fields.tenantId])).toEqual(
        Array(2).fill(['payment_status_unknown', what, live.tenantId]),
      );
      // A token is what money is asked for with; the provider's word may be anything.
      expect(JSON.stringify(lines)).not.toMatch(/token_1|levitating/u);
    },
  );

  it('of several payments of an order each rings', async () => {
    const { provider, counted } = bench();
    for (const id of ['pay_1', 'pay_2', 'pay_3']) {
      razorpay.payments.set(id, { ...payment, id, status: id === 'pay_2' ? 'failed' : 'levitating' });
    }
    await provider.paymentsOf(live, 'order_1');
    expect(counted('payment_status_unknown')).toBe(2);
  });

  it('what is not listed has none', async () => {
    const { provider, counted } = bench();
    expect(await provider.readToken(live, named)).toBeUndefined();
    expect(counted('payment_status_unknown')).toBe(0);
  });
});

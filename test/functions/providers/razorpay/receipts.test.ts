import { describe, expect, it } from 'vitest';
import { ReceiptConflict } from '../../../../functions/mandates/ports/payment-refused.ts';
import { bench, inr, live, notice, razorpay, useRazorpay } from './razorpay-bench.ts';
import type { DuplicateStyle } from './razorpay-server.ts';
import { wireError } from './razorpay-server.ts';

useRazorpay();

const errors: readonly DuplicateStyle[] = ['order_receipt_not_unique', 'input_validation_failed'];
const everyStyle: readonly DuplicateStyle[] = [...errors, 'unique_receipt'];

describe.each(everyStyle)('SH-24 D-19 rule 45: a receipt that is taken, told by %s', (style) => {
  it('SH-26 SH-28 is the order that is there', async () => {
    razorpay.duplicates = style;
    const { provider } = bench();
    const order = notice();
    const first = await provider.openNotice(live, order);
    const again = await provider.openNotice(live, order);
    expect(again.orderId).toBe(first.orderId);
    expect(again.adopted).toBe(style !== 'unique_receipt');
    expect(razorpay.orders.size).toBe(1);
  });

  it.each([
    ['amount', { amount: inr(500_00n) }],
    ['currency', { amount: { minor: 499_00n, currency: 'USD' } as const }],
    ['token', { tokenId: 'token_2' }],
  ])(
    'boundary case 26: is a conflict when the order has another %s, and no second order is made',
    async (_what, other) => {
      razorpay.duplicates = style;
      const { provider } = bench();
      const order = notice();
      await provider.openNotice(live, order);
      await expect(provider.openNotice(live, { ...order, ...other })).rejects.toThrow(ReceiptConflict);
      expect(razorpay.orders.size).toBe(1);
    },
  );

  it.each(['lost', 'cut', { status: 500 }, { status: 502, body: '<html>' }] as const)(
    'SH-27 one order is made although the first answer is %j',
    async (fault) => {
      razorpay.duplicates = style;
      razorpay.faults.push(fault);
      const { provider } = bench();
      const { orderId } = await provider.openNotice(live, notice());
      expect([...razorpay.orders.keys()]).toEqual([orderId]);
    },
  );
});

describe('SH-25 a receipt that is taken', () => {
  it('rule 45 by an order that the error names is read by its id, otherwise looked for by the receipt', async () => {
    const { provider } = bench();
    const order = notice();
    const { orderId } = await provider.openNotice(live, order);
    for (const [style, path] of [
      ['order_receipt_not_unique', `/v1/orders/${orderId}`],
      ['input_validation_failed', '/v1/orders'],
    ] as const) {
      razorpay.duplicates = style;
      razorpay.requests.length = 0;
      await provider.openNotice(live, order);
      expect(razorpay.requests.map((request) => [request.method, request.path])).toEqual([
        ['POST', '/v1/orders'],
        ['GET', path],
      ]);
    }
  });

  it.each(errors)('and cannot be seen (%s) makes no second order: the outcome stays unknown', async (style) => {
    razorpay.duplicates = style;
    const { provider } = bench();
    const order = notice();
    await provider.openNotice(live, order);
    razorpay.requests.length = 0;
    razorpay.instead.set('GET /v1/orders', { status: 200, body: { items: [] } });
    for (const id of razorpay.orders.keys()) {
      razorpay.instead.set(`GET /v1/orders/${id}`, { status: 400, body: wireError('input_validation_failed') });
    }
    await expect(provider.openNotice(live, order)).rejects.toMatchObject({ code: 'temporarily_unavailable' });
    expect(razorpay.sent('POST', '/v1/orders')).toHaveLength(1);
  });

  it('is not mistaken for another refusal of the same reason', async () => {
    const description = 'The amount must be an integer.';
    razorpay.instead.set('POST /v1/orders', {
      status: 400,
      body: wireError('input_validation_failed', { description }),
    });
    const { provider } = bench();
    await expect(provider.openNotice(live, notice())).rejects.toMatchObject({ code: 'payment_refused' });
    expect(razorpay.requests).toHaveLength(1);
  });

  it('rule 46 in an account that keeps receipts not unique is always the first order', async () => {
    razorpay.duplicates = 'not_kept';
    const { provider } = bench();
    const order = notice();
    const first = await provider.openNotice(live, order);
    await provider.openNotice(live, order);
    razorpay.faults.push('cut');
    expect(await provider.openNotice(live, order)).toEqual({ orderId: first.orderId, adopted: true });
  });

  it('SH-26 an answer with another amount than was asked is a conflict even where nothing was taken', async () => {
    const order = { id: 'order_1', amount: 1, currency: 'INR', status: 'created' };
    razorpay.instead.set('POST /v1/orders', { status: 200, body: order });
    const { provider } = bench();
    await expect(provider.openNotice(live, notice())).rejects.toThrow(ReceiptConflict);
  });
});

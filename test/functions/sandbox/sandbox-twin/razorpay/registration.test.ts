import { createHmac } from 'node:crypto';
import { inspect } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TwinServer } from '../../../../support/twin-server.ts';
import { startTwin } from '../../../../support/twin-server.ts';
import type { PaymentClient } from './payment-client.ts';
import { paymentClient } from './payment-client.ts';

let twin: TwinServer;
let client: PaymentClient;

beforeAll(async () => {
  twin = await startTwin();
});
afterAll(() => twin.stop());
beforeEach(async () => {
  client = paymentClient(twin, await twin.platform.tenant());
});

const eventNames = (): string[] => client.events().map(({ body }) => body.event);

describe('the door of the payment provider', () => {
  it.each([
    ['another key id', { authorization: `Basic ${Buffer.from('rzp_live_1:x').toString('base64')}` }],
    ['another secret', { authorization: `Basic ${Buffer.from('rzp_test_nodal:x').toString('base64')}` }],
    ['no credentials', { authorization: '' }],
    ['no account', { 'x-razorpay-account': '' }],
    ['what is no account', { 'x-razorpay-account': 'ten_1#2' }],
  ])('answers 401 for %s', async (_case, headers) => {
    const { status, body } = await client.call('/orders', { body: { amount: 100 }, headers });
    expect([status, body.error.code]).toEqual([401, 'BAD_REQUEST_ERROR']);
  });

  it.each([
    ['GET', '/nothing'],
    ['DELETE', '/orders'],
    ['GET', '/orders/../customers'],
  ])('knows no %s %s', async (method, path) => {
    const { status, body } = await client.call(path, { method });
    expect([status, body.error.code]).toEqual([400, 'BAD_REQUEST_ERROR']);
  });

  it('an account sees nothing of another', async () => {
    const { orderId, customerId } = await client.registration();
    const other = paymentClient(twin, await twin.platform.tenant());
    for (const path of [`/orders/${orderId}`, `/orders/${orderId}/payments`, `/customers/${customerId}`]) {
      expect((await other.call(path)).status).toBe(400);
      expect((await client.call(path)).status).toBe(200);
    }
  });

  it('refuses what is not JSON', async () => {
    expect((await client.call('/orders', { body: '{"amount":' })).status).toBe(400);
  });
});

describe('customers', () => {
  const payer = { name: 'Asha Rao', email: 'asha@example.in', contact: '+919812345678' };

  it('are one per e-mail and phone; fail_existing says whether a repeat is refused', async () => {
    const first = await client.call('/customers', { body: payer });
    const again = await client.call('/customers', { body: { ...payer, fail_existing: '0' } });
    const refused = await client.call('/customers', { body: { ...payer, fail_existing: '1' } });
    expect([first.status, again.body.id, refused.status]).toEqual([200, first.body.id, 400]);
    expect((await client.call(`/customers/${first.body.id}`)).body).toMatchObject({ entity: 'customer', ...payer });
  });

  it('keeps nothing readable of a payer in its table', async () => {
    await client.call('/customers', { body: payer });
    const stored = inspect(await twin.platform.items('twin_payment_customer'));
    for (const secret of Object.values(payer)) expect(stored).not.toContain(secret);
  });

  it.each([{ email: 'nobody' }, { contact: 'x' }, { name: '' }, { unknown: 1 }])('refuses %j', async (wrong) => {
    const { status, body } = await client.call('/customers', { body: { ...payer, ...wrong } });
    expect([status, body.error.reason]).toEqual([400, 'input_validation_failed']);
  });
});

describe('orders', () => {
  const order = () => ({ amount: 100, currency: 'INR', receipt: client.next(), notes: { kind: 'test' } });

  it('are read by id and by receipt', async () => {
    const asked = order();
    const { body } = await client.call('/orders', { body: asked });
    expect(body).toMatchObject({ entity: 'order', status: 'created', amount_due: 100, amount_paid: 0, ...asked });
    expect((await client.call(`/orders/${body.id}`)).body).toEqual(body);
    expect((await client.call(`/orders?receipt=${asked.receipt}`)).body.items).toEqual([body]);
    expect((await client.call('/orders?receipt=nobody')).body.count).toBe(0);
  });

  it('SH-25 refuses a receipt that was used, in the words of today', async () => {
    const asked = order();
    await client.call('/orders', { body: asked });
    const { status, body } = await client.call('/orders', { body: asked });
    expect([status, body.error.code, body.error.reason]).toEqual([400, 'BAD_REQUEST_ERROR', 'input_validation_failed']);
    expect(body.order_id).toBeUndefined();
  });

  it('SH-25 refuses it as the older API did, with the order that it stands for', async () => {
    const asked = order();
    const { body: first } = await client.call('/orders', { body: asked });
    await client.control('faults', { provider: 'payment', rate: 1, kinds: ['duplicate_receipt_legacy'] });
    const { status, body } = await client.call('/orders', { body: { ...asked, unique_receipt: true } });
    expect([status, body.error.code, body.order_id]).toEqual([400, 'order_receipt_not_unique', first.id]);
  });

  it('D-19 answers the same order when unique_receipt asks for it', async () => {
    const asked = { ...order(), unique_receipt: true };
    const { body: first } = await client.call('/orders', { body: asked });
    const { status, body } = await client.call('/orders', { body: { ...asked, amount: 200 } });
    expect([status, body.id, body['amount']]).toEqual([200, first.id, 100]);
  });

  it('SH-25 of ten at once one makes the order', async () => {
    const asked = order();
    const answers = await Promise.all(Array.from({ length: 10 }, () => client.call('/orders', { body: asked })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await client.call(`/orders?receipt=${asked.receipt}`)).body.count).toBe(1);
  });

  it.each([
    { amount: 99 },
    { amount: 1.5 },
    { currency: 'XXX' },
    { receipt: 'x'.repeat(41) },
    { notes: Object.fromEntries(Array.from({ length: 16 }, (_, at) => [`n${String(at)}`, 'x'])) },
    { method: 'upi', currency: 'USD' },
    { token: { max_amount: 100_000, frequency: 'monthly' } },
    { customer_id: 'cust_nobody' },
    { notification: { token_id: 'token_nobody' } },
    { colour: 'red' },
  ])('refuses %j', async (wrong) => {
    const { status, body } = await client.call('/orders', { body: { ...order(), ...wrong } });
    expect([status, body.error.code]).toEqual([400, 'BAD_REQUEST_ERROR']);
  });

  it('refuses a maximum that UPI does not allow', async () => {
    const customerId = await client.customer();
    const token = { max_amount: 20_000_001, frequency: 'monthly' };
    const upi = await client.call('/orders', { body: { ...order(), customer_id: customerId, method: 'upi', token } });
    const card = await client.call('/orders', { body: { ...order(), customer_id: customerId, method: 'card', token } });
    expect([upi.status, upi.body.error.field, card.status]).toEqual([400, 'token.max_amount', 200]);
  });
});

describe('a payer who authenticates', () => {
  it.each(['upi', 'card'])(
    'SH-06 registers a mandate on %s: a captured payment and a confirmed token',
    async (method) => {
      const { mandate, customerId, orderId } = await client.registration(method);
      const { status } = await client.authenticate(mandate);
      const { body: tokens } = await client.call(`/customers/${customerId}/tokens`);
      const { body: paid } = await client.call(`/orders/${orderId}/payments`);
      const [token] = tokens.items;
      expect([status, tokens.count, paid.count]).toEqual([201, 1, 1]);
      expect(token).toMatchObject({ method, recurring_details: { status: 'confirmed' }, max_amount: 500_000 });
      expect(paid.items[0]).toMatchObject({
        status: 'captured',
        captured: true,
        order_id: orderId,
        token_id: token?.['id'],
      });
      expect((await client.call(`/payments/${String(paid.items[0]?.['id'])}`)).body).toEqual(paid.items[0]);
      expect((await client.call(`/customers/${customerId}/tokens/${String(token?.['id'])}`)).body).toEqual(token);
      expect((await client.call(`/orders/${orderId}`)).body).toMatchObject({
        status: 'paid',
        amount_due: 0,
        attempts: 1,
      });
      expect(eventNames()).toEqual(['payment.authorized', 'payment.captured', 'order.paid', 'token.confirmed']);
    },
  );

  it('fails: the payment says why, the token is rejected and not listed', async () => {
    const { mandate, customerId, orderId } = await client.registration();
    await client.authenticate(mandate, 'failure');
    expect((await client.call(`/orders/${orderId}/payments`)).body.items[0]).toMatchObject({
      status: 'failed',
      error_reason: 'authentication_failed',
    });
    expect((await client.call(`/customers/${customerId}/tokens`)).body.count).toBe(0);
    expect(eventNames()).toEqual(['payment.failed', 'token.rejected']);
  });

  it('walks away: the payment is cancelled and there is no token', async () => {
    const { mandate, orderId } = await client.registration();
    await client.authenticate(mandate, 'abandoned');
    const [payment] = (await client.call(`/orders/${orderId}/payments`)).body.items;
    expect(payment).toMatchObject({ status: 'failed', error_reason: 'payment_cancelled' });
    expect([payment?.['token_id'], eventNames()]).toEqual([undefined, ['payment.failed']]);
  });

  it('pays the newest open order, and nothing when all are over', async () => {
    const { mandate, orderId } = await client.registration();
    const plain = { amount: 100, currency: 'INR', receipt: client.next(), notes: { mandate } };
    const { body: newest } = await client.call('/orders', { body: plain });
    await client.authenticate(mandate);
    expect((await client.call(`/orders/${newest.id}`)).body.status).toBe('paid');
    await client.authenticate(mandate, 'failure');
    expect((await client.call(`/orders/${orderId}`)).body.status).toBe('attempted');
    const { status, body } = await client.authenticate(mandate);
    expect([status, body.error.code]).toEqual([409, 'nothing_to_authenticate']);
  });

  it('once per reference', async () => {
    const { mandate, orderId } = await client.registration();
    const first = await client.authenticate(mandate, 'success', 'once');
    const again = await client.authenticate(mandate, 'success', 'once');
    const other = await client.authenticate(mandate, 'failure', 'once');
    expect([first.status, again.status, again.body, other.body.error.code]).toEqual([
      201,
      200,
      first.body,
      'reference_reused',
    ]);
    expect((await client.call(`/orders/${orderId}/payments`)).body.count).toBe(1);
  });
});

describe('webhooks of the payment provider', () => {
  it('rule 2.5 are signed over the raw body and name their event', async () => {
    const { mandate } = await client.registration();
    await client.authenticate(mandate);
    const [secret] = await twin.platform.secrets.values('payment-webhook-signing');
    for (const { headers, rawBody, body } of client.events()) {
      expect(headers['x-razorpay-signature']).toBe(createHmac('sha256', secret).update(rawBody).digest('hex'));
      expect(headers['x-razorpay-event-id']).toMatch(/^pev_/);
      expect(body).toMatchObject({ entity: 'event', account_id: client.account, contains: Object.keys(body.payload) });
      expect(body.created_at).toBeTypeOf('number');
    }
    expect(new Set(client.events().map(({ headers }) => headers['x-razorpay-event-id'])).size).toBe(4);
  });

  it('are sent again under the same id until they are taken', async () => {
    const { mandate } = await client.registration();
    twin.answers.push(500);
    await client.authenticate(mandate);
    const [first, second] = client.events();
    expect(second?.headers['x-razorpay-event-id']).toBe(first?.headers['x-razorpay-event-id']);
    expect(new Set(eventNames()).size).toBe(4);
  });

  it('come twice by a duplicate fault', async () => {
    const { mandate } = await client.registration();
    await client.control('faults', { provider: 'payment', rate: 1, kinds: ['duplicate'] });
    await client.authenticate(mandate);
    expect(client.events()).toHaveLength(8);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TwinServer } from '../../../../support/twin-server.ts';
import { startTwin } from '../../../../support/twin-server.ts';
import type { PaymentClient } from './payment-client.ts';
import { paymentClient } from './payment-client.ts';

let twin: TwinServer;
let client: PaymentClient;

beforeAll(async () => {
  twin = await startTwin(50);
});
afterAll(() => twin.stop());
beforeEach(async () => {
  client = paymentClient(twin, await twin.platform.tenant());
});

const dayAndASecond = 86_401;
const cardWait = 129_901;

const eventNames = (): string[] => client.events().map(({ body }) => body.event);
const lastEvents = (count: number): string[] => eventNames().slice(-count);
const nowSeconds = (): number => Math.floor(twin.platform.clock.now().epochMilliseconds / 1000);

/** A debit whose notice was delivered a day ago. */
const eligible = async (mandate: { tokenId: string }) => {
  const notice = await client.notice(mandate.tokenId);
  await client.advance(dayAndASecond);
  return { debit: notice.debit, orderId: notice.reply.body.id };
};
const outcome = (debit: string, kind: string, reason?: string) =>
  client.control('debit-outcomes', { reference: client.next(), debit, outcome: kind, ...(reason && { reason }) });
const notices = (debit: string, delivered: boolean) =>
  client.control('debit-notices', { reference: client.next(), debit, delivered });
const paymentsOf = async (orderId: string) => (await client.call(`/orders/${orderId}/payments`)).body.items;

describe('notices', () => {
  it('are delivered a second after they are asked for, and told at once', async () => {
    const { tokenId } = await client.mandate();
    const { reply } = await client.notice(tokenId, {
      notification: { token_id: tokenId, payment_after: 4_000_000_000 },
    });
    expect(reply.body.notification).toMatchObject({
      token_id: tokenId,
      payment_after: 4_000_000_000,
      status: 'delivered',
      delivered_at: nowSeconds() + 1,
    });
    const told = client.events().at(-1);
    expect(told?.body.event).toBe('order.notification.delivered');
    expect(told?.body.payload['order']?.entity).toEqual(reply.body);
    // As in the provider's samples: the time lies in the payload.
    expect([told?.body.created_at, told?.body.payload['created_at']]).toEqual([undefined, nowSeconds()]);
  });

  it('fail as long as a tester says so, also before they are asked for', async () => {
    const { tokenId } = await client.mandate();
    const debit = `dbt_${client.next()}`;
    expect((await notices(debit, false)).status).toBe(201);
    const { reply } = await client.notice(tokenId, { notes: { debit } });
    expect([reply.body.notification.status, reply.body.notification.delivered_at]).toEqual(['failed', null]);
    expect((await client.notice(tokenId, { notes: { debit } })).reply.body.notification.status).toBe('failed');
    await notices(debit, true);
    expect((await client.notice(tokenId, { notes: { debit } })).reply.body.notification.status).toBe('delivered');
    expect(lastEvents(4)).toEqual([
      'order.notification.failed',
      'order.notification.failed',
      'order.notification.delivered',
      'order.notification.delivered',
    ]);
  });

  it('a word about one that was delivered takes it back, until the debit is paid', async () => {
    const mandate = await client.mandate();
    const { debit, orderId } = await eligible(mandate);
    await notices(debit, false);
    expect((await client.debit(mandate, orderId)).body.error.reason).toBe('pre_debit_notification_not_sent');
    await notices(debit, true);
    expect((await client.debit(mandate, orderId)).body.error.reason).toBe('pre_debit_notification_not_sent');
    await client.advance(2 * dayAndASecond);
    expect((await client.debit(mandate, orderId)).status).toBe(200);
    const { status, body } = await notices(debit, false);
    expect([status, body.error.code]).toEqual([409, 'status_not_allowed']);
  });

  it('are refused for a mandate that is over', async () => {
    const { customerId, tokenId } = await client.mandate();
    await client.call(`/customers/${customerId}/tokens/${tokenId}/cancel`, { method: 'PUT' });
    expect((await client.notice(tokenId)).reply.body.error.reason).toBe('mandate_cancelled');
  });
});

describe('recurring payments', () => {
  it('are captured at once, and an order is paid once', async () => {
    const mandate = await client.mandate();
    const { orderId } = await eligible(mandate);
    const { status, body } = await client.debit(mandate, orderId);
    expect([status, lastEvents(3)]).toEqual([200, ['payment.authorized', 'payment.captured', 'order.paid']]);
    expect(await paymentsOf(orderId)).toMatchObject([{ id: body.razorpay_payment_id, status: 'captured' }]);
    const again = await client.debit(mandate, orderId);
    expect([again.status, again.body.error.reason]).toEqual([400, 'order_already_paid']);
    expect(await paymentsOf(orderId)).toHaveLength(1);
  });

  it('I2 of ten at once one is captured', async () => {
    const mandate = await client.mandate();
    const { orderId } = await eligible(mandate);
    const answers = await Promise.all(Array.from({ length: 10 }, () => client.debit(mandate, orderId)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await paymentsOf(orderId)).filter(({ status }) => status === 'captured')).toHaveLength(1);
  });

  it.each([
    ['upi', dayAndASecond - 2, 'pre_debit_notification_not_sent'],
    ['card', cardWait - 2, 'BAD_REQUEST_MANDATE_PROMISED_DEBIT_DATE_NOT_HONOURED'],
  ])('rule 39 are refused on %s a second too early, and taken in time', async (method, early, reason) => {
    const mandate = await client.mandate(method);
    const { reply } = await client.notice(mandate.tokenId);
    await client.advance(early - 5);
    expect((await client.debit(mandate, reply.body.id)).body.error.reason).toBe(reason);
    await client.advance(early + 5);
    expect((await client.debit(mandate, reply.body.id)).status).toBe(200);
  });

  it('wait for payment_after too', async () => {
    const mandate = await client.mandate();
    const after = nowSeconds() + 3 * 86_400;
    const notification = { token_id: mandate.tokenId, payment_after: after };
    const { reply } = await client.notice(mandate.tokenId, { notification });
    await client.advance(2 * 86_400);
    expect((await client.debit(mandate, reply.body.id)).status).toBe(400);
    await client.advance(3 * 86_400 + 5);
    expect((await client.debit(mandate, reply.body.id)).status).toBe(200);
  });

  it('are refused without a notice, with another amount, another customer, another token', async () => {
    const mandate = await client.mandate();
    const other = await client.mandate();
    const { orderId } = await eligible(mandate);
    const plain = await client.call('/orders', { body: { amount: 49_900, currency: 'INR' } });
    const reasons = [
      await client.debit(mandate, plain.body.id),
      await client.debit(mandate, orderId, { amount: 49_901 }),
      await client.debit({ ...mandate, customerId: other.customerId }, orderId),
      await client.debit(other, orderId),
      await client.debit({ ...mandate, tokenId: 'token_nobody' }, orderId),
    ].map(({ status, body }) => [status, body.error.reason]);
    expect(reasons).toEqual([
      [400, 'pre_debit_notification_not_sent'],
      [400, 'input_validation_failed'],
      [400, 'input_validation_failed'],
      [400, 'pre_debit_notification_not_sent'],
      [400, 'input_validation_failed'],
    ]);
    expect(await paymentsOf(orderId)).toEqual([]);
  });

  it('SH-18 above the maximum are refused on UPI, and not on cards', async () => {
    for (const [method, status] of [
      ['upi', 400],
      ['card', 200],
    ] as const) {
      const mandate = await client.mandate(method);
      const { reply } = await client.notice(mandate.tokenId, { amount: 500_001 });
      await client.advance(cardWait);
      const answer = await client.debit(mandate, reply.body.id, { amount: 500_001 });
      expect([method, answer.status]).toEqual([method, status]);
      await client.advance(0);
    }
  });

  it('fail once as a tester wants it, and are captured the next time', async () => {
    const mandate = await client.mandate();
    const { debit, orderId } = await eligible(mandate);
    await outcome(debit, 'failed', 'bank_not_available');
    expect((await client.debit(mandate, orderId)).status).toBe(200);
    expect(eventNames().at(-1)).toBe('payment.failed');
    await client.debit(mandate, orderId);
    expect(
      (await paymentsOf(orderId)).map(({ status, error_code: code, error_reason: reason }) => [status, code, reason]),
    ).toEqual([
      ['failed', 'GATEWAY_ERROR', 'bank_not_available'],
      ['captured', null, null],
    ]);
  });

  it.each([
    ['mandate_cancelled', 'cancelled', 'token.cancelled'],
    ['mandate_paused', 'paused', 'token.paused'],
    ['mandate_expired', 'expired', 'payment.failed'],
  ])('that fail by %s leave the token %s', async (reason, status, event) => {
    const mandate = await client.mandate();
    const { debit, orderId } = await eligible(mandate);
    await outcome(debit, 'failed', reason);
    await client.debit(mandate, orderId);
    const { body } = await client.call(`/customers/${mandate.customerId}/tokens/${mandate.tokenId}`);
    expect([body['recurring_details'], eventNames().at(-1)]).toMatchObject([{ status }, event]);
    expect((await client.debit(mandate, orderId)).body.error.reason).toBe(reason);
  });

  it('SH-28 whose outcome is unknown are not answered, and captured when somebody looks ten minutes later', async () => {
    const mandate = await client.mandate();
    const { debit, orderId } = await eligible(mandate);
    await outcome(debit, 'unknown');
    expect((await client.debit(mandate, orderId)).status).toBe(504);
    expect(await paymentsOf(orderId)).toMatchObject([{ status: 'created' }]);
    expect(eventNames()).not.toContain('payment.failed');
    await client.advance(dayAndASecond + 601);
    expect(await paymentsOf(orderId)).toMatchObject([{ status: 'captured' }]);
    await client.call('/orders?receipt=none');
    expect(lastEvents(3)).toEqual(['payment.authorized', 'payment.captured', 'order.paid']);
  });

  it.each([
    ['captured', 'captured'],
    ['failed', 'failed'],
    ['unknown', 'created'],
  ])('whose outcome hangs end %s when a tester says so', async (kind, status) => {
    const mandate = await client.mandate();
    const { debit, orderId } = await eligible(mandate);
    await outcome(debit, 'unknown');
    await client.debit(mandate, orderId);
    await outcome(debit, kind);
    expect(await paymentsOf(orderId)).toMatchObject([{ status }]);
  });

  it('I2 an order that was paid meanwhile is not paid again by what hung on it', async () => {
    const mandate = await client.mandate();
    const { debit, orderId } = await eligible(mandate);
    await outcome(debit, 'unknown');
    await client.debit(mandate, orderId);
    await client.debit(mandate, orderId);
    await client.advance(dayAndASecond + 601);
    expect((await paymentsOf(orderId)).map(({ status }) => status)).toEqual(['failed', 'captured']);
  });

  it.each([0.2, 0.8])('a lost answer tells nothing: drawn %d', async (share) => {
    const mandate = await client.mandate();
    const { orderId } = await eligible(mandate);
    await client.control('faults', { provider: 'payment', rate: 1, kinds: ['timeout'] });
    twin.draws.push(0, 0, share);
    const { status, body } = await client.debit(mandate, orderId);
    expect([status, body.error.code]).toEqual([504, 'GATEWAY_ERROR']);
    await client.control('faults', { provider: 'payment', rate: 0, kinds: [] });
    expect(await paymentsOf(orderId)).toHaveLength(share < 0.5 ? 0 : 1);
  });

  it('an error of the server is in the shape of the provider', async () => {
    await client.control('faults', { provider: 'payment', rate: 1, kinds: ['http_500'] });
    const { status, body } = await client.call('/orders', { body: { amount: 100, currency: 'INR' } });
    expect([status, body.error.code]).toEqual([500, 'SERVER_ERROR']);
  });
});

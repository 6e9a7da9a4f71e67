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

const dayAndASecond = 86_401;
const eventNames = (): string[] => client.events().map(({ body }) => body.event);
const lastEvents = (count: number): string[] => eventNames().slice(-count);
const nowSeconds = (): number => Math.floor(twin.platform.clock.now().epochMilliseconds / 1000);
const paymentsOf = async (orderId: string) => (await client.call(`/orders/${orderId}/payments`)).body.items;

describe('the end of a mandate', () => {
  const tokenPath = ({ customerId, tokenId }: { customerId: string; tokenId: string }) =>
    `/customers/${customerId}/tokens/${tokenId}`;

  it('rule 19 is asked for, and told by webhook', async () => {
    const mandate = await client.mandate();
    const { body } = await client.call(`${tokenPath(mandate)}/cancel`, { method: 'PUT' });
    expect([body.status, eventNames().at(-1)]).toEqual(['cancellation_initiated', 'token.cancelled']);
    const again = await client.call(`${tokenPath(mandate)}/cancel`, { method: 'PUT' });
    expect([again.status, again.body.error.reason]).toEqual([400, 'mandate_cancelled']);
  });

  it.each([
    ['upi', []],
    ['card', ['token.cancelled']],
  ])('on %s deletion tells %j', async (method, told) => {
    const mandate = await client.mandate(method);
    const before = client.events().length;
    const { body } = await client.call(tokenPath(mandate), { method: 'DELETE' });
    expect([body['deleted'], eventNames().slice(before)]).toEqual([true, told]);
    expect((await client.call(tokenPath(mandate))).status).toBe(400);
    expect((await client.call(`/customers/${mandate.customerId}/tokens`)).body.count).toBe(0);
  });

  it('comes with its time: an expired token is listed no more, and nothing is told', async () => {
    const mandate = await client.mandate('upi', nowSeconds() + 86_400);
    const before = client.events().length;
    await client.advance(dayAndASecond);
    const registered = (await client.call(tokenPath(mandate))).body['recurring_details'];
    expect(registered).toMatchObject({ status: 'expired' });
    expect((await client.call(`/customers/${mandate.customerId}/tokens`)).body.count).toBe(0);
    expect((await client.notice(mandate.tokenId)).reply.body.error.reason).toBe('mandate_expired');
    expect(client.events()).toHaveLength(before);
  });
});

describe('refunds', () => {
  const paid = async () => {
    const { mandate, orderId } = await client.registration();
    await client.authenticate(mandate);
    const [payment] = await paymentsOf(orderId);
    return String(payment?.['id']);
  };
  const refund = (paymentId: string, key: string | undefined, body: object = {}) =>
    client.call(`/payments/${paymentId}/refund`, {
      body,
      ...(key === undefined ? {} : { headers: { 'x-refund-idempotency': key } }),
    });

  it('SH-06 go back at once; the same key is the same refund', async () => {
    const paymentId = await paid();
    const { status, body } = await refund(paymentId, 'ach_0123456789', { amount: 100 });
    expect([status, body.status, body['payment_id']]).toEqual([200, 'processed', paymentId]);
    expect(lastEvents(2)).toEqual(['refund.created', 'refund.processed']);
    expect((await refund(paymentId, 'ach_0123456789', { amount: 100 })).body).toEqual(body);
    expect((await client.call(`/payments/${paymentId}/refunds`)).body.items).toEqual([body]);
    expect((await client.call(`/payments/${paymentId}/refunds/${body.id}`)).body).toEqual(body);
    expect((await client.call(`/refunds/${body.id}`)).body).toEqual(body);
    expect((await client.call(`/payments/${paymentId}`)).body).toMatchObject({
      status: 'refunded',
      refund_status: 'full',
      amount_refunded: 100,
    });
  });

  it('refuse another body under a key, a bad key, too much, and what was not captured', async () => {
    const paymentId = await paid();
    await refund(paymentId, 'ach_0123456789', { amount: 40 });
    const { mandate, orderId } = await client.registration();
    await client.authenticate(mandate, 'failure');
    const failed = String((await paymentsOf(orderId))[0]?.['id']);
    const reasons = [
      await refund(paymentId, 'ach_0123456789', { amount: 60 }),
      await refund(paymentId, 'short'),
      await refund(paymentId, 'ach_9876543210', { amount: 61 }),
      await refund(failed, 'ach_9876543210'),
      await refund('pay_nobody', 'ach_9876543210'),
      await refund(paymentId, undefined, { amount: 0 }),
    ].map(({ status, body }) => [status, body.error.reason]);
    expect(reasons).toEqual([
      [400, 'input_validation_failed'],
      [400, 'input_validation_failed'],
      [400, 'refund_amount_exceeds'],
      [400, 'payment_not_captured'],
      [400, 'input_validation_failed'],
      [400, 'input_validation_failed'],
    ]);
  });

  it('of ten at once under one key one is made', async () => {
    const paymentId = await paid();
    const answers = await Promise.all(Array.from({ length: 10 }, () => refund(paymentId, 'ach_0123456789')));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect((await client.call(`/payments/${paymentId}/refunds`)).body.count).toBe(1);
  });

  it('without a key are another one each time, as far as the money reaches', async () => {
    const paymentId = await paid();
    const statuses = [];
    for (let turn = 0; turn < 3; turn += 1) statuses.push((await refund(paymentId, undefined, { amount: 50 })).status);
    expect(statuses).toEqual([200, 200, 400]);
  });
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HttpHandler } from '../../../../functions/kernel/operation/http-operation.ts';
import { simulateAfa } from '../../../../functions/sandbox/simulate-afa/declaration.ts';
import { wire } from '../../../../functions/sandbox/simulate-afa/handler.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import type { PaymentWorld } from '../given-payments.ts';
import { startPaymentWorld } from '../given-payments.ts';

let world: PaymentWorld;
let handler: HttpHandler;

beforeAll(async () => {
  world = await startPaymentWorld();
  handler = wire(world.platform);
});
afterAll(() => world.stop());

/** A mandate whose payer is asked to authenticate. */
const waiting = async () => {
  const mandateId = await world.storeMandate();
  const receipt = world.client.next();
  const order = { amount: 100, currency: 'INR', receipt, notes: { mandate: mandateId } };
  const { body } = await world.client.call('/orders', { body: order });
  return { mandateId, orderId: body.id };
};
const play = (mandateId: string, outcome: string, idempotencyKey: string = randomUUID()) =>
  call(handler, simulateAfa, {
    as: { tenant: world.tenant },
    params: { mandateId },
    body: { outcome },
    idempotencyKey,
  });

describe('simulateAfa', () => {
  itRefusesBadRequests({
    declaration: simulateAfa,
    handler: () => handler,
    valid: async () => ({
      as: { tenant: world.tenant },
      params: { mandateId: (await waiting()).mandateId },
      body: { outcome: 'success' },
    }),
    required: ['outcome'],
    malformed: { outcome: 'maybe' },
  });

  it.each([
    ['success', 'captured', null],
    ['failure', 'failed', 'authentication_failed'],
    ['abandoned', 'failed', 'payment_cancelled'],
  ])('SH-06 %s: the payment of the newest open order is %s', async (outcome, status, reason) => {
    const { mandateId, orderId } = await waiting();
    const answer = await play(mandateId, outcome);
    expect([answer.status, answer.body]).toEqual([201, { mandateId, outcome }]);
    const { body } = await world.client.call(`/orders/${orderId}/payments`);
    expect(body.items).toMatchObject([{ status, error_reason: reason }]);
  });

  it('I4 answers a repeat with the first answer and authenticates nothing twice', async () => {
    const { mandateId, orderId } = await waiting();
    const key = randomUUID();
    await play(mandateId, 'failure', key);
    const repeat = await play(mandateId, 'failure', key);
    expect([repeat.status, repeat.headers['idempotent-replayed']]).toEqual([201, 'true']);
    expect((await world.client.call(`/orders/${orderId}/payments`)).body.count).toBe(1);
  });

  it('of two at once one authenticates', async () => {
    const { mandateId, orderId } = await waiting();
    const answers = await Promise.all([play(mandateId, 'success'), play(mandateId, 'success')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect((await world.client.call(`/orders/${orderId}/payments`)).body.count).toBe(1);
  });

  it('refuses a mandate of which nothing waits for its payer', async () => {
    const { status, body } = await play(await world.storeMandate(), 'success');
    expect([status, body.code]).toEqual([409, 'invalid_state']);
  });

  it('M-33 knows neither an unknown mandate nor one of another tenant', async () => {
    const foreign = await world.storeMandate(await world.platform.tenant());
    for (const mandateId of [foreign, world.platform.ids.next('mdt', world.tenant), 'mdt_1']) {
      const { status, body } = await play(mandateId, 'success');
      expect([status, body.code]).toEqual([404, 'mandate_not_found']);
    }
  });
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HttpHandler } from '../../../../functions/kernel/operation/http-operation.ts';
import { simulateNotice } from '../../../../functions/sandbox/simulate-notice/declaration.ts';
import { wire } from '../../../../functions/sandbox/simulate-notice/handler.ts';
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

const play = (debitId: string, delivered: boolean, idempotencyKey: string = randomUUID()) =>
  call(handler, simulateNotice, {
    as: { tenant: world.tenant },
    params: { debitId },
    body: { delivered },
    idempotencyKey,
  });

/** A debit whose notice the provider was asked for. */
const notified = async () => {
  const mandate = await world.client.mandate();
  const debitId = await world.storeDebit();
  const { reply } = await world.client.notice(mandate.tokenId, { notes: { debit: debitId } });
  return { mandate, debitId, orderId: reply.body.id };
};
const statusOf = async (orderId: string) => (await world.client.call(`/orders/${orderId}`)).body.notification.status;

describe('simulateNotice', () => {
  itRefusesBadRequests({
    declaration: simulateNotice,
    handler: () => handler,
    valid: async () => ({
      as: { tenant: world.tenant },
      params: { debitId: await world.storeDebit() },
      body: { delivered: true },
    }),
    required: ['delivered'],
    malformed: { delivered: 'yes' },
  });

  it('boundary case 7 a notice fails and is delivered after all, each told by webhook', async () => {
    const { debitId, orderId } = await notified();
    const { status, body } = await play(debitId, false);
    expect([status, body, await statusOf(orderId)]).toEqual([201, { debitId, delivered: false }, 'failed']);
    await play(debitId, true);
    expect(await statusOf(orderId)).toBe('delivered');
    expect(
      world.client
        .events()
        .slice(-2)
        .map(({ body: { event } }) => event),
    ).toEqual(['order.notification.failed', 'order.notification.delivered']);
  });

  it('holds for a notice that is asked for later', async () => {
    const { tokenId } = await world.client.mandate();
    const debitId = await world.storeDebit();
    await play(debitId, false);
    const { reply } = await world.client.notice(tokenId, { notes: { debit: debitId } });
    expect(reply.body.notification.status).toBe('failed');
  });

  it('I4 answers a repeat with the first answer, and tells nothing again', async () => {
    const { debitId } = await notified();
    const key = randomUUID();
    await play(debitId, false, key);
    const before = world.client.events().length;
    const repeat = await play(debitId, false, key);
    expect([repeat.status, repeat.headers['idempotent-replayed'], world.client.events().length]).toEqual([
      201,
      'true',
      before,
    ]);
  });

  it('refuses to take back a notice whose debit is paid', async () => {
    const { mandate, debitId, orderId } = await notified();
    await world.client.advance(86_500);
    expect((await world.client.debit(mandate, orderId)).status).toBe(200);
    const { status, body } = await play(debitId, false);
    expect([status, body.code, await statusOf(orderId)]).toEqual([409, 'invalid_state', 'delivered']);
  });

  it('M-33 knows neither an unknown debit nor one of another tenant', async () => {
    const foreign = await world.storeDebit(await world.platform.tenant());
    for (const debitId of [foreign, world.platform.ids.next('dbt', world.tenant), 'dbt_1']) {
      const { status, body } = await play(debitId, true);
      expect([status, body.code]).toEqual([404, 'debit_not_found']);
    }
  });
});

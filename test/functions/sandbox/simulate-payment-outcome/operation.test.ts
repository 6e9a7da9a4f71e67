import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HttpHandler } from '../../../../functions/kernel/operation/http-operation.ts';
import { simulatePaymentOutcome } from '../../../../functions/sandbox/simulate-payment-outcome/declaration.ts';
import { wire } from '../../../../functions/sandbox/simulate-payment-outcome/handler.ts';
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

const play = (debitId: string, body: object, idempotencyKey: string = randomUUID()) =>
  call(handler, simulatePaymentOutcome, { as: { tenant: world.tenant }, params: { debitId }, body, idempotencyKey });

/** A debit that may be collected now. */
const eligible = async () => {
  await world.client.advance(0);
  const mandate = await world.client.mandate();
  const debitId = await world.storeDebit();
  const { reply } = await world.client.notice(mandate.tokenId, { notes: { debit: debitId } });
  await world.client.advance(86_500);
  return { debitId, collect: () => world.client.debit(mandate, reply.body.id), orderId: reply.body.id };
};
const attempts = async (orderId: string) => {
  const { items } = (await world.client.call(`/orders/${orderId}/payments`)).body;
  return items.map(({ status, error_reason: reason }) => [status, reason]);
};

describe('simulatePaymentOutcome', () => {
  itRefusesBadRequests({
    declaration: simulatePaymentOutcome,
    handler: () => handler,
    valid: async () => ({
      as: { tenant: world.tenant },
      params: { debitId: await world.storeDebit() },
      body: { outcome: 'failed', reason: 'insufficient_funds' },
    }),
    required: ['outcome'],
    malformed: { outcome: 'maybe', reason: 'Not in words' },
  });

  it('decides the next attempt, and no other', async () => {
    const { debitId, collect, orderId } = await eligible();
    const wanted = { outcome: 'failed', reason: 'bank_not_available' };
    const { status, body } = await play(debitId, wanted);
    expect([status, body]).toEqual([201, { debitId, ...wanted }]);
    await collect();
    await collect();
    expect(await attempts(orderId)).toEqual([
      ['failed', 'bank_not_available'],
      ['captured', null],
    ]);
  });

  it('the last word counts', async () => {
    const { debitId, collect, orderId } = await eligible();
    await play(debitId, { outcome: 'failed' });
    await play(debitId, { outcome: 'captured' });
    await collect();
    expect(await attempts(orderId)).toEqual([['captured', null]]);
  });

  it('fails for want of money unless a reason is given', async () => {
    const { debitId, collect, orderId } = await eligible();
    await play(debitId, { outcome: 'failed' });
    await collect();
    expect(await attempts(orderId)).toEqual([['failed', 'insufficient_funds']]);
  });

  it('SH-28 leaves an attempt open without an answer, until it is decided', async () => {
    const { debitId, collect, orderId } = await eligible();
    await play(debitId, { outcome: 'unknown' });
    expect((await collect()).status).toBe(504);
    expect(await attempts(orderId)).toEqual([['created', null]]);
    await play(debitId, { outcome: 'failed', reason: 'psp_timeout' });
    expect(await attempts(orderId)).toEqual([['failed', 'psp_timeout']]);
  });

  it('I4 answers a repeat with the first answer and decides nothing again', async () => {
    const { debitId, collect, orderId } = await eligible();
    const key = randomUUID();
    await play(debitId, { outcome: 'failed' }, key);
    await collect();
    const repeat = await play(debitId, { outcome: 'failed' }, key);
    expect([repeat.status, repeat.headers['idempotent-replayed']]).toEqual([201, 'true']);
    await collect();
    expect((await attempts(orderId)).at(-1)).toEqual(['captured', null]);
  });

  it('M-33 knows neither an unknown debit nor one of another tenant', async () => {
    const foreign = await world.storeDebit(await world.platform.tenant());
    for (const debitId of [foreign, world.platform.ids.next('dbt', world.tenant), 'dbt_1']) {
      const { status, body } = await play(debitId, { outcome: 'captured' });
      expect([status, body.code]).toEqual([404, 'debit_not_found']);
    }
  });
});

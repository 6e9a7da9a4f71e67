import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { HttpHandler } from '../../../../functions/kernel/operation/http-operation.ts';
import { simulateRefund } from '../../../../functions/sandbox/simulate-refund/declaration.ts';
import { wire } from '../../../../functions/sandbox/simulate-refund/handler.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import type { NetworkWorld } from '../given-network.ts';
import { badAmounts, inr, shop, startNetworkWorld } from '../given-network.ts';

let world: NetworkWorld;
let handler: HttpHandler;

beforeAll(async () => {
  world = await startNetworkWorld();
  handler = wire(world.platform);
});
afterAll(() => world.stop());
beforeEach(() => {
  world.forget();
});

const valid = { amount: inr(120), merchant: shop };

const subject = async (): Promise<string> => {
  const cardId = await world.card();
  world.forget();
  return cardId;
};
const send = (cardId: string, body: unknown = valid, idempotencyKey: string = randomUUID()) =>
  call(handler, simulateRefund, { as: { tenant: world.tenant }, params: { cardId }, body, idempotencyKey });

describe('simulateRefund', () => {
  itRefusesBadRequests({
    declaration: simulateRefund,
    handler: () => handler,
    valid: async () => ({ as: { tenant: world.tenant }, params: { cardId: await subject() }, body: valid }),
    required: ['amount', 'merchant'],
    malformed: { amount: inr(0), merchant: { name: '', mcc: '12', country: 'india' }, authorizationId: 7 },
  });

  it('M-27 gives money back to a card, for no authorization', async () => {
    const { status, body } = await send(await subject());
    const message = { messageId: expect.stringMatching(/^nm_/), eventId: expect.stringMatching(/^pev_/) };
    expect([status, body]).toEqual([201, { ...message, authorizationId: null }]);
    expect(world.told()).toMatchObject([
      { type: 'card.refunded', data: { message: { id: body.messageId }, amount: inr(120), merchant: shop } },
    ]);
    expect(world.told()[0]?.data).not.toHaveProperty('original');
  });

  it('M-27 names the authorization that it belongs to', async () => {
    const { cardId, authorizationId } = await world.authorization();
    const name = world.asked().at(-1)?.message;
    const { body } = await send(cardId, { ...valid, authorizationId });
    expect([body.authorizationId, world.told()[0]?.data['original']]).toEqual([authorizationId, name]);
  });

  it('M-33 knows neither an unknown authorization nor one of another card or tenant', async () => {
    const cardId = await subject();
    const ours = (await world.authorization()).authorizationId;
    const foreign = (await world.authorization(await world.otherTenant())).authorizationId;
    world.forget();
    for (const authorizationId of [ours, foreign, world.unknownAuthorization(), 'aut_1']) {
      const { status, body } = await send(cardId, { ...valid, authorizationId });
      expect([status, body.code]).toEqual([404, 'authorization_not_found']);
    }
    expect(world.told()).toEqual([]);
  });

  it('I4 answers a repeat with the first answer and tells nothing twice', async () => {
    const cardId = await subject();
    const key = randomUUID();
    const [first, repeat] = [await send(cardId, valid, key), await send(cardId, valid, key)];
    expect([repeat.status, repeat.body, repeat.headers['idempotent-replayed']]).toEqual([201, first.body, 'true']);
    expect(world.told()).toHaveLength(1);
  });

  it('two requests are two messages', async () => {
    const cardId = await subject();
    const answers = await Promise.all([send(cardId), send(cardId)]);
    expect(new Set(answers.map(({ body }): unknown => body.messageId)).size).toBe(2);
  });

  it.each(badAmounts)('refuses an amount that is %s', async (_, amount) => {
    const { status, body } = await send(await subject(), { ...valid, amount });
    expect([status, body.code]).toEqual([400, 'validation_failed']);
    expect(world.told()).toEqual([]);
  });

  it('refuses another currency than the card is billed in', async () => {
    const { status, body } = await send(await subject(), { ...valid, amount: inr(100, 'EUR') });
    expect([status, body.code]).toEqual([422, 'currency_mismatch']);
    expect(world.told()).toEqual([]);
  });

  it('M-33 knows neither an unknown card nor one of another tenant', async () => {
    const foreign = await world.card(await world.otherTenant());
    world.forget();
    for (const cardId of [foreign, world.unknownCard(), 'crd_1']) {
      const { status, body } = await send(cardId);
      expect([status, body.code]).toEqual([404, 'card_not_found']);
    }
    expect(world.told()).toEqual([]);
  });
});

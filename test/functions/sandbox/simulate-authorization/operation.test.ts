import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { HttpHandler } from '../../../../functions/kernel/operation/http-operation.ts';
import { simulateAuthorization } from '../../../../functions/sandbox/simulate-authorization/declaration.ts';
import { wire } from '../../../../functions/sandbox/simulate-authorization/handler.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import type { NetworkWorld } from '../given-network.ts';
import { approval, badAmounts, inr, shop, startNetworkWorld } from '../given-network.ts';

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

const valid = { amount: inr(500), merchant: shop, channel: 'pos' };

const send = (cardId: string, body: unknown = valid, idempotencyKey: string = randomUUID()) =>
  call(handler, simulateAuthorization, { as: { tenant: world.tenant }, params: { cardId }, body, idempotencyKey });

const nothingHeard = {
  ...{ authorizationId: null, decisionId: null, decision: 'declined', actionCode: '9012', responseCode: '91' },
  approvedAmount: inr(0),
};

describe('simulateAuthorization', () => {
  itRefusesBadRequests({
    declaration: simulateAuthorization,
    handler: () => handler,
    valid: async () => ({ as: { tenant: world.tenant }, params: { cardId: await world.card() }, body: valid }),
    required: ['amount', 'merchant', 'channel'],
    malformed: {
      amount: inr(0),
      merchant: { name: '', mcc: '12', country: 'india' },
      channel: 'fax',
      partialCapable: 'yes',
    },
  });

  it.each(['pos', 'ecom', 'atm', 'contactless'])('M-27 answers what the card network heard at %s', async (channel) => {
    const { status, body } = await send(await world.card(), { ...valid, channel });
    expect([status, body]).toEqual([
      201,
      {
        authorizationId: expect.stringMatching(/^aut_/),
        decisionId: expect.stringMatching(/^dcs_/),
        ...{ decision: 'approved', actionCode: '0000', responseCode: '00', approvedAmount: inr(500) },
      },
    ]);
    expect(world.asked()).toMatchObject([{ channel, amount: inr(500), merchant: shop, partialCapable: false }]);
  });

  it('a decline is an answer like any other, and so is a part', async () => {
    const cardId = await world.card();
    const declined = { decision: 'declined', actionCode: '1051', responseCode: '51', approvedAmount: 0 };
    world.twin.network.answer = (request) => ({ ...approval(world.tenant, request), ...declined });
    expect(await send(cardId)).toMatchObject({ status: 201, body: { ...declined, approvedAmount: inr(0) } });
    const partly = { actionCode: '0002', responseCode: '10', approvedAmount: 300 };
    world.twin.network.answer = (request) => ({ ...approval(world.tenant, request), ...partly });
    const { body } = await send(cardId, { ...valid, partialCapable: true });
    expect(body).toMatchObject({ decision: 'approved', ...partly, approvedAmount: inr(300) });
    expect(world.asked().at(-1)).toMatchObject({ partialCapable: true });
  });

  it('I19 without an answer in time the network declines and takes back what may be reserved', async () => {
    const cardId = await world.card();
    world.twin.network.answer = () => 'silence';
    expect(await send(cardId)).toMatchObject({ status: 201, body: nothingHeard });
    expect(world.told()).toMatchObject([
      { type: 'card.authorization_reversed', data: { original: world.asked()[0]?.message } },
    ]);
  });

  it('I4 answers a repeat with the first answer and asks nothing again', async () => {
    const cardId = await world.card();
    const key = randomUUID();
    const [first, repeat] = [await send(cardId, valid, key), await send(cardId, valid, key)];
    expect([repeat.status, repeat.body, repeat.headers['idempotent-replayed']]).toEqual([201, first.body, 'true']);
    expect(world.asked()).toHaveLength(1);
  });

  it('I4 an answer that got lost on its way here is asked for again as the same message', async () => {
    const cardId = await world.card();
    let lost = 0;
    const losing = wire(
      world.reaching(async (url, init) => {
        const answer = await fetch(url, init);
        lost += 1;
        if (lost === 1) throw new TypeError('reset');
        return answer;
      }),
    );
    const order = { as: { tenant: world.tenant }, params: { cardId }, body: valid };
    expect((await call(losing, simulateAuthorization, order)).status).toBe(201);
    expect([lost, world.asked().length]).toEqual([2, 1]);
  });

  it('two requests are two messages', async () => {
    const cardId = await world.card();
    const answers = await Promise.all([send(cardId), send(cardId)]);
    expect(new Set(answers.map(({ body }): unknown => body.authorizationId)).size).toBe(2);
  });

  it.each(badAmounts)('refuses an amount that is %s', async (_, amount) => {
    const { status, body } = await send(world.unknownCard(), { ...valid, amount });
    expect([status, body.code]).toEqual([400, 'validation_failed']);
  });

  it('refuses another currency than the card is billed in', async () => {
    const { status, body } = await send(await world.card(), { ...valid, amount: inr(100, 'EUR') });
    expect([status, body.code, world.asked()]).toEqual([422, 'currency_mismatch', []]);
  });

  it('M-33 knows neither an unknown card nor one of another tenant', async () => {
    const foreign = await world.card(await world.otherTenant());
    for (const cardId of [foreign, world.unknownCard(), 'crd_1']) {
      const { status, body } = await send(cardId);
      expect([status, body.code]).toEqual([404, 'card_not_found']);
    }
    expect(world.asked()).toEqual([]);
  });
});

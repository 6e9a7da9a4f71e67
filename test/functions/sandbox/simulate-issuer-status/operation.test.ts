import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { HttpHandler } from '../../../../functions/kernel/operation/http-operation.ts';
import { simulateIssuerStatus } from '../../../../functions/sandbox/simulate-issuer-status/declaration.ts';
import { wire } from '../../../../functions/sandbox/simulate-issuer-status/handler.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import type { NetworkWorld } from '../given-network.ts';
import { startNetworkWorld } from '../given-network.ts';

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

const valid = { status: 'suspended', reason: 'suspectedFraud' };

const subject = async (): Promise<string> => {
  const cardId = await world.card();
  await send(cardId, { status: 'active', reason: 'other' });
  world.forget();
  return cardId;
};
const send = (cardId: string, body: unknown = valid, idempotencyKey: string = randomUUID()) =>
  call(handler, simulateIssuerStatus, { as: { tenant: world.tenant }, params: { cardId }, body, idempotencyKey });

describe('simulateIssuerStatus', () => {
  itRefusesBadRequests({
    declaration: simulateIssuerStatus,
    handler: () => handler,
    valid: async () => ({ as: { tenant: world.tenant }, params: { cardId: await subject() }, body: valid }),
    required: ['status', 'reason'],
    malformed: { status: 'inactive', reason: 'mood' },
  });

  it.each([
    ['suspended', 'suspectedFraud'],
    ['suspended', 'transactionRule'],
    ['suspended', 'other'],
    ['closed', 'lost'],
    ['closed', 'stolen'],
    ['closed', 'damaged'],
    ['closed', 'endOfLife'],
  ])('AL-14 D-02 the issuer tells %s because of %s', async (status, reason) => {
    const cardId = await subject();
    const answer = await send(cardId, { status, reason });
    expect([answer.status, answer.body]).toEqual([201, { cardId, status, reason }]);
    expect(world.told()).toMatchObject([{ type: 'card.status_changed', data: { from: 'active', to: status, reason } }]);
  });

  it('lifts what it suspended', async () => {
    const cardId = await subject();
    await send(cardId);
    await send(cardId, { status: 'active', reason: 'other' });
    expect(world.told().map(({ data }) => data['to'])).toEqual(['suspended', 'active']);
  });

  it('refuses to open a closed card', async () => {
    const cardId = await subject();
    await send(cardId, { status: 'closed', reason: 'lost' });
    const { status, body } = await send(cardId, { status: 'active', reason: 'other' });
    expect([status, body.code]).toEqual([409, 'invalid_state']);
    expect(world.told()).toHaveLength(1);
  });

  it('I4 answers a repeat with the first answer and tells nothing twice', async () => {
    const cardId = await subject();
    const key = randomUUID();
    const [first, repeat] = [await send(cardId, valid, key), await send(cardId, valid, key)];
    expect([repeat.status, repeat.body, repeat.headers['idempotent-replayed']]).toEqual([201, first.body, 'true']);
    expect(world.told()).toHaveLength(1);
  });

  it('of two at once each is told, and the last one stands', async () => {
    const cardId = await subject();
    const answers = await Promise.all([send(cardId), send(cardId, { status: 'suspended', reason: 'other' })]);
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    // Delivery is at least once: each call sends what is pending, so one event may come from both.
    const told = new Set(world.told().map(({ data }) => data['reason']));
    expect([...told].toSorted()).toEqual(['other', 'suspectedFraud']);
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

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { simulatePinFailure } from '../../../../functions/sandbox/simulate-pin-failure/declaration.ts';
import { wire } from '../../../../functions/sandbox/simulate-pin-failure/handler.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import type { NetworkWorld } from '../given-network.ts';
import { startNetworkWorld } from '../given-network.ts';

let world: NetworkWorld;

beforeAll(async () => {
  world = await startNetworkWorld();
});
afterAll(() => world.stop());
beforeEach(() => {
  world.forget();
});

const fail = (cardId: string, body: unknown = {}, idempotencyKey: string = randomUUID()) =>
  call(wire(world.platform), simulatePinFailure, {
    as: { tenant: world.tenant },
    params: { cardId },
    body,
    idempotencyKey,
  });

describe('simulatePinFailure', () => {
  itRefusesBadRequests({
    declaration: simulatePinFailure,
    handler: () => wire(world.platform),
    valid: async () => ({ as: { tenant: world.tenant }, params: { cardId: await world.card() }, body: { count: 1 } }),
    malformed: { count: 0 },
  });

  it('AN-48 AN-66 counts one wrong PIN at a time; the third makes the issuer suspend the card', async () => {
    const cardId = await world.card();
    for (const wrongTries of [1, 2, 3]) {
      expect(world.told()).toEqual([]);
      const { status, body } = await fail(cardId);
      expect([status, body]).toEqual([201, { cardId, wrongTries, blocked: wrongTries === 3 }]);
    }
    expect(world.told()).toMatchObject([
      { type: 'card.status_changed', data: { from: 'active', to: 'suspended', reason: 'transactionRule' } },
    ]);
  });

  it('AN-48 counts several at once, and no more than three', async () => {
    const cardId = await world.card();
    expect((await fail(cardId, { count: 5 })).body).toEqual({ cardId, wrongTries: 3, blocked: true });
    expect((await fail(cardId)).body).toEqual({ cardId, wrongTries: 3, blocked: true });
    expect(world.told()).toHaveLength(1);
  });

  it('I4 counts a repeat once', async () => {
    const cardId = await world.card();
    const key = randomUUID();
    const [first, repeat] = [await fail(cardId, {}, key), await fail(cardId, {}, key)];
    expect([repeat.body, repeat.headers['idempotent-replayed']]).toEqual([first.body, 'true']);
    expect((await fail(cardId)).body.wrongTries).toBe(2);
  });

  it.each([0, 11, 1.5, '2', null])('refuses a count of %s', async (count) => {
    const { status, body } = await fail(await world.card(), { count });
    expect([status, body.code]).toEqual([400, 'validation_failed']);
  });

  it('M-33 knows neither an unknown card nor one of another tenant', async () => {
    const foreign = await world.card(await world.otherTenant());
    world.forget();
    for (const cardId of [foreign, world.unknownCard(), 'crd_1']) {
      const { status, body } = await fail(cardId);
      expect([status, body.code]).toEqual([404, 'card_not_found']);
    }
    expect(world.told()).toEqual([]);
  });
});

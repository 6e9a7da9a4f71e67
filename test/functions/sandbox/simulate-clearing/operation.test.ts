import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { HttpHandler } from '../../../../functions/kernel/operation/http-operation.ts';
import { simulateClearing } from '../../../../functions/sandbox/simulate-clearing/declaration.ts';
import { wire } from '../../../../functions/sandbox/simulate-clearing/handler.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import type { NetworkWorld } from '../given-network.ts';
import { approval, badAmounts, inr, startNetworkWorld } from '../given-network.ts';

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

const valid = { amount: inr(500) };

const subject = async (): Promise<string> => {
  const { authorizationId } = await world.authorization();
  world.forget();
  return authorizationId;
};
const send = (authorizationId: string, body: unknown = valid, idempotencyKey: string = randomUUID()) =>
  call(handler, simulateClearing, { as: { tenant: world.tenant }, params: { authorizationId }, body, idempotencyKey });

describe('simulateClearing', () => {
  itRefusesBadRequests({
    declaration: simulateClearing,
    handler: () => handler,
    valid: async () => ({
      as: { tenant: world.tenant },
      params: { authorizationId: await subject() },
      body: valid,
    }),
    required: ['amount'],
    malformed: { amount: inr(0), final: 'yes' },
  });

  it('M-27 clears an authorization; more may follow unless it is final', async () => {
    const authorizationId = await subject();
    const { status, body } = await send(authorizationId);
    const message = { messageId: expect.stringMatching(/^nm_/), eventId: expect.stringMatching(/^pev_/) };
    expect([status, body]).toEqual([201, { ...message, authorizationId }]);
    expect(world.told()).toMatchObject([
      {
        type: 'card.cleared',
        data: { message: { id: body.messageId }, original: { id: expect.any(String) }, amount: inr(500), final: false },
      },
    ]);
  });

  it('is the last one where it says so', async () => {
    await send(await subject(), { amount: inr(100), final: true });
    expect(world.told()[0]?.data).toMatchObject({ amount: inr(100), final: true });
  });

  it('domain 2.6 nobody can decline it, so it is sent for a declined authorization too', async () => {
    world.twin.network.answer = (request) => ({
      ...approval(world.tenant, request),
      decision: 'declined',
      approvedAmount: 0,
    });
    const { body } = await world.pay(await world.card());
    world.forget();
    expect((await send(String(body.authorizationId))).status).toBe(201);
    expect(world.told()).toHaveLength(1);
  });

  it('domain 2.6 refuses to clear what an ATM paid at once', async () => {
    const { body: paid } = await world.pay(await world.card(), { channel: 'atm' });
    const { status, body } = await send(String(paid.authorizationId));
    expect([status, body.code]).toEqual([409, 'invalid_state']);
  });

  it('I4 answers a repeat with the first answer and tells nothing twice', async () => {
    const authorizationId = await subject();
    const key = randomUUID();
    const [first, repeat] = [await send(authorizationId, valid, key), await send(authorizationId, valid, key)];
    expect([repeat.status, repeat.body, repeat.headers['idempotent-replayed']]).toEqual([201, first.body, 'true']);
    expect(world.told()).toHaveLength(1);
  });

  it('two requests are two messages', async () => {
    const authorizationId = await subject();
    const answers = await Promise.all([send(authorizationId), send(authorizationId)]);
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

  it('M-33 knows neither an unknown authorization nor one of another tenant', async () => {
    const foreign = (await world.authorization(await world.otherTenant())).authorizationId;
    world.forget();
    for (const authorizationId of [foreign, world.unknownAuthorization(), 'aut_1']) {
      const { status, body } = await send(authorizationId);
      expect([status, body.code]).toEqual([404, 'authorization_not_found']);
    }
    expect(world.told()).toEqual([]);
  });
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { HttpHandler } from '../../../../functions/kernel/operation/http-operation.ts';
import { simulateExpiry } from '../../../../functions/sandbox/simulate-expiry/declaration.ts';
import { wire } from '../../../../functions/sandbox/simulate-expiry/handler.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import type { NetworkWorld } from '../given-network.ts';
import { approval, startNetworkWorld } from '../given-network.ts';

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

const valid = undefined;

const subject = async (): Promise<string> => {
  const { authorizationId } = await world.authorization();
  world.forget();
  return authorizationId;
};
const send = (authorizationId: string, body: unknown = valid, idempotencyKey: string = randomUUID()) =>
  call(handler, simulateExpiry, { as: { tenant: world.tenant }, params: { authorizationId }, body, idempotencyKey });

describe('simulateExpiry', () => {
  itRefusesBadRequests({
    declaration: simulateExpiry,
    handler: () => handler,
    valid: async () => ({
      as: { tenant: world.tenant },
      params: { authorizationId: await subject() },
      body: valid,
    }),
  });

  it('M-27 ends an authorization that nobody cleared', async () => {
    const authorizationId = await subject();
    const { status, body } = await send(authorizationId);
    const message = { messageId: expect.stringMatching(/^nm_/), eventId: expect.stringMatching(/^pev_/) };
    expect([status, body]).toEqual([201, { ...message, authorizationId }]);
    expect(world.told()).toMatchObject([
      {
        type: 'card.authorization_expired',
        data: { message: { id: body.messageId }, original: { id: expect.any(String) } },
      },
    ]);
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

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { HttpHandler } from '../../../../functions/kernel/operation/http-operation.ts';
import { simulateIncrement } from '../../../../functions/sandbox/simulate-increment/declaration.ts';
import { wire } from '../../../../functions/sandbox/simulate-increment/handler.ts';
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

const valid = { amount: inr(100) };

const subject = async (): Promise<string> => (await world.authorization()).authorizationId;
const send = (authorizationId: string, body: unknown = valid, idempotencyKey: string = randomUUID()) =>
  call(handler, simulateIncrement, { as: { tenant: world.tenant }, params: { authorizationId }, body, idempotencyKey });
const increments = () => world.asked().filter(({ type }) => type === 'increment');

describe('simulateIncrement', () => {
  itRefusesBadRequests({
    declaration: simulateIncrement,
    handler: () => handler,
    valid: async () => ({ as: { tenant: world.tenant }, params: { authorizationId: await subject() }, body: valid }),
    required: ['amount'],
    malformed: { amount: inr(0) },
  });

  it('M-27 asks for more on the authorization, by its own name', async () => {
    const authorizationId = await subject();
    const first = world.asked().at(-1)?.message;
    const { status, body } = await send(authorizationId);
    expect([status, body]).toMatchObject([201, { authorizationId, decision: 'approved', approvedAmount: inr(100) }]);
    expect(increments()).toMatchObject([{ original: first, amount: inr(100) }]);
  });

  it('domain 2.6 a decline is an answer like any other', async () => {
    const authorizationId = await subject();
    const declined = { decision: 'declined', actionCode: '1051', responseCode: '51', approvedAmount: 0 };
    world.twin.network.answer = (request) => ({ ...approval(world.tenant, request), ...declined });
    expect(await send(authorizationId)).toMatchObject({
      status: 201,
      body: { authorizationId, ...declined, approvedAmount: inr(0) },
    });
  });

  it('I19 without an answer it is unknown, and the same request finds out', async () => {
    const authorizationId = await subject();
    const key = randomUUID();
    world.twin.network.answer = () => 503;
    const { status, body } = await send(authorizationId, valid, key);
    expect([status, body.code]).toEqual([503, 'temporarily_unavailable']);
    world.twin.network.answer = (request) => approval(world.tenant, request);
    expect((await send(authorizationId, valid, key)).status).toBe(201);
    expect(new Set(increments().map(({ message }) => message.id)).size).toBe(1);
  });

  it('I4 answers a repeat with the first answer and asks nothing again', async () => {
    const authorizationId = await subject();
    const key = randomUUID();
    const [first, repeat] = [await send(authorizationId, valid, key), await send(authorizationId, valid, key)];
    expect([repeat.status, repeat.body, repeat.headers['idempotent-replayed']]).toEqual([201, first.body, 'true']);
    expect(increments()).toHaveLength(1);
  });

  it('two requests are two messages', async () => {
    const authorizationId = await subject();
    await Promise.all([send(authorizationId), send(authorizationId)]);
    expect(new Set(increments().map(({ message }) => message.id)).size).toBe(2);
  });

  it.each(badAmounts)('refuses an amount that is %s', async (_, amount) => {
    const { status, body } = await send(world.unknownAuthorization(), { amount });
    expect([status, body.code]).toEqual([400, 'validation_failed']);
  });

  it('refuses another currency than the card is billed in', async () => {
    const { status, body } = await send(await subject(), { amount: inr(100, 'EUR') });
    expect([status, body.code, increments()]).toEqual([422, 'currency_mismatch', []]);
  });

  it('M-33 knows neither an unknown authorization nor one of another tenant', async () => {
    const foreign = (await world.authorization(await world.otherTenant())).authorizationId;
    for (const authorizationId of [foreign, world.unknownAuthorization(), 'aut_1']) {
      const { status, body } = await send(authorizationId);
      expect([status, body.code]).toEqual([404, 'authorization_not_found']);
    }
    expect(increments()).toEqual([]);
  });
});

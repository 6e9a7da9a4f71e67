import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { HttpDeclaration } from '../../../functions/kernel/operation/declaration.ts';
import type { HttpHandler } from '../../../functions/kernel/operation/http-operation.ts';
import type { TestAnswer, TestRequest } from '../../support/http-call.ts';
import { call } from '../../support/http-call.ts';
import { itRefusesBadRequests } from '../../support/http-refusals.ts';
import type { TestPlatform } from '../../support/test-platform.ts';
import type { NetworkWorld } from './given-network.ts';
import { approval, badAmounts, inr, startNetworkWorld } from './given-network.ts';

/** An operation that has the network send one message about what its path names. */
interface Subject {
  readonly declaration: HttpDeclaration;
  readonly wire: (platform: TestPlatform) => HttpHandler;
  readonly about: 'authorization' | 'card';
  /** A body that is taken; undefined for an operation without one. */
  readonly valid: Readonly<Record<string, unknown>> | undefined;
  readonly required?: readonly string[];
  readonly malformed?: Readonly<Record<string, unknown>>;
}

export interface SimulatedMessage {
  readonly world: () => NetworkWorld;
  /** A new authorization or card of the tenant; nothing that made it counts as told. */
  readonly given: () => Promise<string>;
  /** The request that is taken, or a change of it. */
  readonly send: (id: string, change?: Pick<TestRequest, 'body' | 'idempotencyKey'>) => Promise<TestAnswer>;
}

/** What names a message in an answer. */
export const message = { messageId: expect.stringMatching(/^nm_/), eventId: expect.stringMatching(/^pev_/) };

/** Starts the network before a file's tests; call it at the file's top. */
export const simulatedMessage = ({ declaration, wire, about, valid }: Subject): SimulatedMessage => {
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
  return {
    world: () => world,
    given: async () => {
      const id = about === 'card' ? await world.card() : (await world.authorization()).authorizationId;
      world.forget();
      return id;
    },
    send: (id, change = {}) => {
      const params = { [`${about}Id`]: id };
      return call(handler, declaration, { as: { tenant: world.tenant }, params, body: valid, ...change });
    },
  };
};

const amountRefusals = ({ world, given, send }: SimulatedMessage, valid: Readonly<Record<string, unknown>>): void => {
  it.each(badAmounts)('refuses an amount that is %s', async (_, amount) => {
    const { status, body } = await send(await given(), { body: { ...valid, amount } });
    expect([status, body.code]).toEqual([400, 'validation_failed']);
    expect(world().told()).toEqual([]);
  });

  it('refuses another currency than the card is billed in', async () => {
    const { status, body } = await send(await given(), { body: { ...valid, amount: inr(100, 'EUR') } });
    expect([status, body.code]).toEqual([422, 'currency_mismatch']);
    expect(world().told()).toEqual([]);
  });
};

const nobodyDeclines = ({ world, send }: SimulatedMessage): void => {
  it('domain 2.6 nobody can decline it, so it is sent for a declined authorization too', async () => {
    world().twin.network.answer = (request) => ({
      ...approval(world().tenant, request),
      ...{ decision: 'declined', approvedAmount: 0 },
    });
    const { body } = await world().pay(await world().card());
    world().forget();
    expect((await send(String(body.authorizationId))).status).toBe(201);
    expect(world().told()).toHaveLength(1);
  });
};

const mayName = ({ world, given, send }: SimulatedMessage, valid: Subject['valid']): void => {
  it('M-27 names the authorization that it belongs to', async () => {
    const { cardId, authorizationId } = await world().authorization();
    const name = world().asked().at(-1)?.message;
    const { body } = await send(cardId, { body: { ...valid, authorizationId } });
    expect([body.authorizationId, world().told()[0]?.data['original']]).toEqual([authorizationId, name]);
  });

  it('M-33 knows neither an unknown authorization nor one of another card or tenant', async () => {
    const cardId = await given();
    const ours = (await world().authorization()).authorizationId;
    const foreign = (await world().authorization(await world().otherTenant())).authorizationId;
    world().forget();
    for (const authorizationId of [ours, foreign, world().unknownAuthorization(), 'aut_1']) {
      const { status, body } = await send(cardId, { body: { ...valid, authorizationId } });
      expect([status, body.code]).toEqual([404, 'authorization_not_found']);
    }
    expect(world().told()).toEqual([]);
  });
};

/** What every simulated message owes: refusals, one message for one key, nothing of another tenant's. */
export const itSendsOneMessage = (subject: Subject, simulated: SimulatedMessage): void => {
  const { declaration, wire, about, valid, required, malformed } = subject;
  const { world, given, send } = simulated;

  itRefusesBadRequests({
    declaration,
    handler: () => wire(world().platform),
    valid: async () => ({
      as: { tenant: world().tenant },
      params: { [`${about}Id`]: await given() },
      ...(valid === undefined ? {} : { body: valid }),
    }),
    ...(required === undefined ? {} : { required }),
    ...(malformed === undefined ? {} : { malformed }),
  });

  it('I4 answers a repeat with the first answer and tells nothing twice', async () => {
    const id = await given();
    const key = { idempotencyKey: randomUUID() };
    const [first, repeat] = [await send(id, key), await send(id, key)];
    expect([repeat.status, repeat.body, repeat.headers['idempotent-replayed']]).toEqual([201, first.body, 'true']);
    expect(world().told()).toHaveLength(1);
  });

  it('two requests are two messages', async () => {
    const id = await given();
    const answers = await Promise.all([send(id), send(id)]);
    expect(new Set(answers.map(({ body }): unknown => body.messageId)).size).toBe(2);
  });

  if (valid !== undefined && 'amount' in valid) amountRefusals(simulated, valid);
  if (about === 'card') mayName(simulated, valid);
  else nobodyDeclines(simulated);

  it(`M-33 knows neither an unknown ${about} nor one of another tenant`, async () => {
    const other = await world().otherTenant();
    const foreign = about === 'card' ? await world().card(other) : (await world().authorization(other)).authorizationId;
    world().forget();
    const unknown = about === 'card' ? world().unknownCard() : world().unknownAuthorization();
    for (const id of [foreign, unknown, about === 'card' ? 'crd_1' : 'aut_1']) {
      const { status, body } = await send(id);
      expect([status, body.code]).toEqual([404, `${about}_not_found`]);
    }
    expect(world().told()).toEqual([]);
  });
};

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { Caller } from '../../journeys/support/caller.ts';
import type { Asked, Way } from './routes.ts';
import { ask, idFor, namedIn, textsIn, told, ways } from './routes.ts';
import type { Ids } from './bodies.ts';
import { bodies } from './bodies.ts';
import { inBodies } from './body-ids.ts';
import { changedSince, kept } from './kept.ts';
import { unknownLike } from './unknown-ids.ts';
import type { ChannelWorld, Household } from './world.ts';
import { channelWorld, worldMs } from './world.ts';

let world: ChannelWorld;
beforeAll(async () => {
  world = await channelWorld();
}, worldMs);
afterAll(() => world.local.stop());

interface Stranger {
  readonly kind: string;
  readonly isMalformed?: boolean;
  readonly id: string;
}

const malformed = (id: string): readonly Stranger[] => [
  { kind: 'too short', id: id.slice(0, -1) },
  { kind: 'too long', id: `${id}0` },
  { kind: 'in capitals', id: id.toUpperCase() },
  { kind: 'of another kind', id: `zzz${id.slice(3)}` },
  { kind: 'a path', id: `../${id}` },
  { kind: 'a key', id: `${id}#CARD` },
  { kind: 'a member of every object', id: '__proto__' },
];

let turn = 0;

/** Two of them, in turn: each meets many routes. */
const twoOf = <Value>(values: readonly Value[]): readonly Value[] =>
  [turn++, turn++].map((at) => values[at % values.length]!);

interface Place {
  readonly inBody?: boolean;
  readonly way: Way;
  /** Which id of a household is named there. */
  readonly pick: (of: Ids) => string;
  /** That also other customers of the tenant are strangers there. */
  readonly ofCustomer: boolean;
}

/** Ids that the caller must learn nothing about. */
const strangers = ({ way, pick, ofCustomer }: Place): readonly Stranger[] => {
  const { own, other } = world;
  const id = pick(own.ids);
  const fromOutside = [
    { kind: 'of another tenant', id: pick(other.ids) },
    { kind: "unknown, with another tenant's tag", id: unknownLike(other, id) },
  ];
  // No tenant is foreign to the operators of the platform.
  const isOperator = way.route.operatorOnly === true;
  // A fingerprint is the same in capitals.
  const odd = malformed(id).filter(({ kind }) => kind !== 'in capitals' || /^[a-z]{3}_/u.test(id));
  return [
    ...(isOperator ? [] : fromOutside),
    ...(ofCustomer ? [{ kind: 'of another customer', id: pick(own.neighbour.ids) }] : []),
    ...twoOf(odd).map((one) => ({ ...one, isMalformed: true })),
  ];
};

const callerOn = ({ route }: Way): Caller => {
  if (route.surface === 'customer') return world.own.me;
  if (route.surface !== 'admin') return world.own.backend;
  return route.operatorOnly === true ? world.operator.Admin : world.own.staff.Admin;
};

/** What was answered to those ids that were not answered exactly like an unknown one. */
const answersAt = async (place: Place, request: (id: string) => Omit<Asked, 'by' | 'ids'>) => {
  const { way, pick, inBody = false } = place;
  const by = callerOn(way);
  const answerTo = (id: string) => ask(world, way, { by, ids: world.own.ids, ...request(id) });
  const unknown = await answerTo(unknownLike(world.own, pick(world.own.ids)));
  const wrong: unknown[] = [];
  for (const { kind, id, isMalformed = false } of strangers(place)) {
    const answer = told(await answerTo(id));
    // What no id looks like may be refused for its shape, as the published schema says.
    if (inBody && isMalformed && answer.includes('"code":"validation_failed"')) continue;
    if (answer !== told(unknown)) wrong.push({ way: way.name, kind, id, answer, unknown: told(unknown) });
  }
  return { unknown, wrong };
};

const inPaths = ways.flatMap((way) => namedIn(way).map((parameter) => ({ way, parameter })));

describe('I9 API1 an id in a path that is not for the caller', () => {
  it('has a body to be sent with for every operation that takes one', () => {
    const without = ways.filter(({ declaration: { operationId, body } }) => {
      const usual = bodies[operationId]?.(world.own.ids) ?? {};
      return body !== null && !body.safeParse(usual).success;
    });
    expect(without.map(({ name }) => name)).toEqual([]);
    expect(inPaths.length).toBeGreaterThan(100);
  });

  it('M-33 is answered like an unknown one on every route, whosever it is, and nothing is written', async () => {
    const before = await kept(world);
    const wrong: unknown[] = [];
    for (const { way, parameter } of inPaths) {
      const besideCustomer = parameter.name !== 'customerId' && way.route.path.includes('{customerId}');
      const place = {
        way,
        pick: (of: Ids) => idFor(of, parameter),
        ofCustomer: way.route.surface === 'customer' || besideCustomer,
      };
      const found = await answersAt(place, (id) => ({ path: { [parameter.name]: id } }));
      wrong.push(...found.wrong);
      if (found.unknown.status !== 404) wrong.push({ way: way.name, parameter, unknown: told(found.unknown) });
    }
    expect(wrong).toEqual([]);
    expect(await changedSince(world, before)).toEqual([]);
  });
});

const couldBeAnId = /(?:Id|[Tt]oken|Session|pairingCode)$/u;

const foundInBodies = [
  ...new Set(
    ways.flatMap(({ declaration }) =>
      textsIn(declaration.body)
        .filter((at) => couldBeAnId.test(at))
        .map((at) => `${declaration.operationId} ${at}`),
    ),
  ),
];

describe('I9 API1 an id in a body that is not for the caller', () => {
  it('has a case wherever a body could hold one', () => {
    expect(foundInBodies.toSorted()).toEqual(Object.keys(inBodies).toSorted());
  });

  it('M-33 is answered like an unknown one, whosever it is, and nothing is written', async () => {
    const before = await kept(world);
    const wrong: unknown[] = [];
    let asked = 0;
    for (const [name, place] of Object.entries(inBodies)) {
      if (place === 'names nothing here') continue;
      const operationId = name.split(' ')[0];
      for (const way of ways.filter(({ declaration }) => declaration.operationId === operationId)) {
        const ofCustomer = place.ofCustomer === true || (way.route.surface === 'customer' && !name.includes(' to.'));
        const found = await answersAt({ way, pick: place.pick, ofCustomer, inBody: true }, (id) => ({
          body: place.bodyWith(id, world.own.ids),
        }));
        wrong.push(...found.wrong);
        asked += 1;
        if (found.unknown.status !== (place.status ?? 404)) {
          wrong.push({ name: way.name, unknown: told(found.unknown) });
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(asked).toBeGreaterThan(20);
    expect(await changedSince(world, before)).toEqual([]);
  });
});

const wayTo = (surface: string, operationId: string): Way => {
  const way = ways.find(
    ({ route, declaration }) => route.surface === surface && declaration.operationId === operationId,
  );
  if (way === undefined) throw new Error(`no ${operationId} on ${surface}`);
  return way;
};

/** A fresh reveal session for the pan, the cvv and the pin of a card. */
const revealOf = async ({ me, phone, ids: { crd } }: Household): Promise<string> => {
  const body = { assertion: await phone.sign(), fields: ['pan', 'cvv', 'pin'] };
  const answer = await me.post(`/customers/me/cards/${crd}/reveal-sessions`, body);
  return z.looseObject({ revealSessionId: z.string() }).parse(answer.body).revealSessionId;
};

describe('I9 API1 a reveal session that is not for the caller', () => {
  it.each(['getFullCardData', 'revealPin'])(
    'AN-55 opens nothing by %s, and stays open for its own',
    async (operation) => {
      const { own: mine, other } = world;
      const way = wayTo('customer', operation);
      const answerTo = (session: string) =>
        ask(world, way, { by: mine.me, ids: mine.ids, headers: { 'x-reveal-session': session } });
      const foreign = [await revealOf(other), await revealOf(mine.neighbour), await revealOf(other.neighbour)];
      const before = await kept(world);
      const unknown = await answerTo(unknownLike(mine, mine.ids.revealSession));
      expect([unknown.status, z.looseObject({ code: z.string() }).parse(unknown.body).code]).toEqual([
        403,
        'reveal_session_required',
      ]);
      for (const session of [...foreign, 'x', '__proto__', foreign[0]!.toUpperCase()]) {
        expect(told(await answerTo(session))).toBe(told(unknown));
      }
      expect(await changedSince(world, before)).toEqual([]);
      const theirs = wayTo('customer', 'getFullCardData');
      const headers = { 'x-reveal-session': foreign[0]! };
      expect((await ask(world, theirs, { by: other.me, ids: other.ids, headers })).status).toBe(200);
    },
  );
});

const inQueries: Readonly<Record<string, (ids: Ids) => string>> = {
  'admin balanceSummary tenantId': ({ ten }) => ten,
  'secure listInvoices customerId': ({ cus }) => cus,
};

describe('I9 API1 an id in a query that is not for the caller', () => {
  it('has a case wherever a query could hold one', () => {
    const found = ways.flatMap(({ declaration, route }) =>
      textsIn(declaration.query)
        .filter((at) => couldBeAnId.test(at))
        .map((at) => `${route.surface} ${declaration.operationId} ${at}`),
    );
    expect(found.toSorted()).toEqual(Object.keys(inQueries).toSorted());
  });

  it.each(Object.entries(inQueries))('M-33 is answered like an unknown one: %s', async (name, pick) => {
    const [surface = '', operationId = '', member = ''] = name.split(' ');
    const way = wayTo(surface, operationId);
    const found = await answersAt({ way, pick, ofCustomer: false, inBody: true }, (id) => ({
      query: `?${member}=${encodeURIComponent(id)}`,
    }));
    expect(found.wrong).toEqual([]);
  });

  it('M-33 is but a place in time where events are listed after it', async () => {
    const { own, other } = world;
    const answer = await own.backend.get(`/secure/events?after=${other.ids.evt}`);
    const { data } = z.object({ data: z.array(z.looseObject({ tenantId: z.string() })) }).parse(answer.body);
    expect(new Set(data.map(({ tenantId }) => tenantId))).toEqual(new Set([own.tenantId]));
  });
});

import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Card } from '../../functions/cards/domain/card.ts';
import { wire as wireExpiry } from '../../functions/cards/expire-card/handler.ts';
import type { StatusReport } from '../../functions/cards/domain/issuer-word.ts';
import { issuerStatusUpdates } from '../../functions/cards/issuer-status.ts';
import { retried } from '../../functions/cards/status-work.ts';
import { wireCardStatus } from '../../functions/cards/wire-card-status.ts';
import { systemContext } from '../../functions/kernel/operation/system-context.ts';
import { issuer as networkDoor } from '../functions/authorizations/card-bench.ts';
import { contradictions, disagreements } from '../functions/cards/card-consistency.ts';
import type { CardLife, LivingCard } from '../functions/cards/card-life.ts';
import { startCardLife } from '../functions/cards/card-life.ts';
import { inTurns } from '../support/in-turns.ts';
import { testClock } from '../support/test-clock.ts';
import type { TestPlatform } from '../support/test-platform.ts';
import { noContext } from '../support/trigger.ts';

const lives: CardLife[] = [];

beforeAll(async () => {
  lives.push(await startCardLife(), await startCardLife({ initialCardState: 'inactive' }));
});
afterAll(() => Promise.all(lives.map((life) => life.stop())));

const lifeOf = (born: 'active' | 'inactive'): CardLife => {
  const life = lives[born === 'active' ? 0 : 1];
  if (life === undefined) throw new Error('not started');
  return life;
};

type Act = (life: CardLife, card: LivingCard, on: TestPlatform) => Promise<unknown>;

const lock =
  (reasonCode: number): Act =>
  async (life, card, on) =>
    (await life.act('lock', card.cardId, { as: life.server, on, body: { reasonCode } })).status;
const unlock: Act = async (life, { cardId }, on) => (await life.act('unlock', cardId, { as: life.staff(), on })).status;
const activate: Act = async (life, card, on) =>
  (await life.act('activate', card.cardId, { as: life.holder(card), on })).status;
const close: Act = async (life, { cardId }, on) => (await life.act('close', cardId, { on })).status;

/** The issuer has suspended the card for fraud, and its webhook is applied; the queue brings it again as often as needed. */
const suspicion: Act = async (life, { cardId }, on) => {
  await life.issuerChanges(cardId, 'suspended', 'suspectedFraud');
  const { at } = await life.atIssuer(cardId);
  const report: StatusReport = { status: 'suspended', reason: 'suspectedFraud', at };
  const context = await systemContext(on, { tenant: life.tenant, operation: 'test', requestId: 'req_test' });
  return retried(() => issuerStatusUpdates(wireCardStatus(on)).apply(context, cardId, report));
};

const expiry: Act = (life, { cardId }, on) =>
  wireExpiry({ ...on, clock: testClock('2051-01-01T00:00:00Z') })(
    { tenantId: life.tenant.tenantId, payload: { cardId } },
    noContext,
  );

const authorization: Act = async (life, { cardId, balanceId }, on) => {
  const { externalId } = await life.stored(cardId);
  const world = { tenant: life.tenant, cardId, balanceId, externalId, currency: 'INR' as const };
  return (await networkDoor(on).request(world, 0, { type: 'balance_inquiry' })).decision;
};

interface Meeting {
  readonly born: 'active' | 'inactive';
  /** The card is locked with code 3 by staff before. */
  readonly locked: boolean;
  readonly one: Act;
  readonly other: Act;
  /** Where the card may be afterwards, once the issuer was asked. */
  readonly ends: readonly string[];
}

const meetings: Readonly<Record<string, Meeting>> = {
  'lock 3 ∥ unlock': { born: 'active', locked: true, one: lock(3), other: unlock, ends: ['active', 'locked'] },
  'lock 1 ∥ unlock': { born: 'active', locked: true, one: lock(1), other: unlock, ends: ['locked'] },
  'lock 2 ∥ lock 1': { born: 'active', locked: false, one: lock(2), other: lock(1), ends: ['locked'] },
  'activate ∥ close': { born: 'inactive', locked: false, one: activate, other: close, ends: ['closed'] },
  'activate ∥ lock 3': { born: 'inactive', locked: false, one: activate, other: lock(3), ends: ['locked'] },
  'issuer webhook ∥ unlock': {
    born: 'active',
    locked: true,
    one: suspicion,
    other: unlock,
    ends: ['active', 'locked'],
  },
  'expiry ∥ unlock': { born: 'active', locked: true, one: expiry, other: unlock, ends: ['expired'] },
  'lock 3 ∥ authorization': { born: 'active', locked: false, one: lock(3), other: authorization, ends: ['locked'] },
};

/** The issuer is not told of an end that it printed on the card. */
const hasExpired = ({ status }: Pick<Card, 'status'>): boolean => status === 'expired';

/** Neither process fails but by an answer: an expiry is fired again by its timer. */
const failures = (results: readonly PromiseSettledResult<unknown>[]): readonly unknown[] =>
  results.filter(({ status }) => status === 'rejected');

/** What is wrong with a card before and after the issuer was asked. */
const afterwards = async (life: CardLife, card: LivingCard): Promise<readonly string[]> => {
  const wrong = [...(await contradictions(life, card))];
  const isSettled = hasExpired(await life.stored(card.cardId)) || (await disagreements(life, card)).length === 0;
  if (!isSettled && !(await life.timerOf(card.cardId))) wrong.push('no timer looks at what is not settled');
  await life.checkDrift(card.cardId);
  wrong.push(...(await contradictions(life, card)));
  const { status } = await life.stored(card.cardId);
  if (!hasExpired({ status })) wrong.push(...(await disagreements(life, card)));
  const decision = await authorization(life, card, life.platform);
  if (decision !== (status === 'active' ? 'approved' : 'declined')) wrong.push(`${status}, and ${String(decision)}`);
  return wrong;
};

/** Stretches of one process, then of the other: short ones mix them, long ones let one come all the way first. */
const order = fc
  .tuple(fc.nat(1), fc.array(fc.integer({ min: 1, max: 10 }), { minLength: 2, maxLength: 8 }))
  .map(([first, stretches]) => stretches.flatMap((length, at) => Array.from({ length }, () => (first + at) % 2)));

describe('Two at once on a card, in any order of their awaits', () => {
  it.each(Object.keys(meetings))(
    'I23 %s: card, balance, history and issuer are at one',
    { timeout: 60_000 },
    async (name) => {
      const meeting = meetings[name];
      if (meeting === undefined) throw new Error(`no meeting ${name}`);
      const life = lifeOf(meeting.born);
      const property = fc.asyncProperty(order, async (turns) => {
        const card = await life.card();
        if (meeting.locked) await life.lock(card.cardId, 3);
        const acts = [meeting.one, meeting.other];
        const results = await inTurns(
          life.platform,
          acts.map((act) => (on: TestPlatform) => act(life, card, on)),
          turns,
        );
        expect(failures(results)).toEqual([]);
        expect(await afterwards(life, card)).toEqual([]);
        expect(meeting.ends).toContain((await life.stored(card.cardId)).status);
      });
      await fc.assert(property, { numRuns: 12 });
    },
  );
});

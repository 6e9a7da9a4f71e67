import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Card } from '../../functions/cards/domain/card.ts';
import { isForGood } from '../../functions/cards/domain/card-lock.ts';
import { wire as wireExpiry } from '../../functions/cards/expire-card/handler.ts';
import { issuer as networkDoor } from '../functions/authorizations/card-bench.ts';
import { contradictions } from '../functions/cards/card-consistency.ts';
import type { CardLife, LifeOperation, LivingCard } from '../functions/cards/card-life.ts';
import { startCardLife } from '../functions/cards/card-life.ts';
import { givenCard, givenHolder } from '../functions/cards/given-cards.ts';
import { givenOrder } from '../functions/cards/given-orders.ts';
import type { TestCaller } from '../support/http-call.ts';
import { seeded } from '../support/seeded.ts';
import { testClock } from '../support/test-clock.ts';
import { noContext } from '../support/trigger.ts';

let life: CardLife;
let network: ReturnType<typeof networkDoor>;

beforeAll(async () => {
  life = await startCardLife({ initialCardState: 'inactive' });
  network = networkDoor(life.platform);
});
afterAll(() => life.stop());

interface Move {
  readonly name: string;
  /** @returns a status of HTTP, or what the other door said */
  readonly make: (card: LivingCard) => Promise<unknown>;
}

const callersOf = (card: LivingCard): Readonly<Record<string, TestCaller>> => ({
  customer: life.holder(card),
  server: life.server,
  operator: { staff: 'Admin', of: 'platform' },
  staff: life.staff('Manager'),
  employee: life.staff('Employee'),
});

const byHttp = (operation: LifeOperation, as: string, body?: Readonly<Record<string, unknown>>): Move => ({
  name: `${operation} ${JSON.stringify(body ?? '')} by ${as}`,
  make: async (card) => {
    const caller = callersOf(card)[as];
    if (caller === undefined) throw new Error(`no caller ${as}`);
    const { status } = await life.act(operation, card.cardId, {
      as: caller,
      ...(body === undefined ? {} : { body }),
    });
    return status;
  },
});

const told = (status: 'active' | 'suspended' | 'closed' | 'inactive', reason: 'other' | 'suspectedFraud' | 'lost') => ({
  name: `the issuer says ${status}, ${reason}`,
  make: ({ cardId }: LivingCard) => life.tell(cardId, { status, reason }),
});

/** After every card's last month. */
const late = '2051-01-01T00:00:00Z';

const ends: Move = {
  name: 'expire',
  make: ({ cardId }) =>
    wireExpiry({ ...life.platform, clock: testClock(late) })(
      { tenantId: life.tenant.tenantId, payload: { cardId } },
      noContext,
    ),
};

const everybody = ['customer', 'server', 'operator', 'staff', 'employee'];

const moves: readonly Move[] = [
  ...everybody.flatMap((as) => [1, 3, 7, 8].map((reasonCode) => byHttp('lock', as, { reasonCode }))),
  ...everybody.map((as) => byHttp('unlock', as)),
  ...everybody.map((as) => byHttp('activate', as)),
  byHttp('suspend', 'server', {}),
  byHttp('close', 'server'),
  ...['customer', 'operator'].map((as) => byHttp('remove', as)),
  ends,
  told('active', 'other'),
  told('suspended', 'other'),
  told('suspended', 'suspectedFraud'),
  told('suspended', 'lost'),
  told('closed', 'other'),
  { name: 'the issuer is asked', make: ({ cardId }) => life.checkDrift(cardId) },
];

const stateOf = ({ status, locks, removedAt }: Card): string => {
  if (removedAt !== undefined) return 'removed';
  return status === 'locked' && isForGood(locks) ? 'locked for good' : status;
};

const states = ['inactive', 'active', 'locked', 'locked for good', 'closed', 'expired', 'removed'];
const over = new Set(['locked for good', 'closed', 'expired', 'removed']);

const newCard = async (): Promise<LivingCard> => {
  const holder = await givenHolder(life);
  const { cardId } = await givenCard(life, holder);
  return { cardId, ...holder };
};

/** Whether a request for a balance is answered: the cheapest authorization, decided by the card alone. */
const isAuthorized = async ({ cardId, balanceId }: LivingCard, externalId: string): Promise<boolean> => {
  const world = { tenant: life.tenant, cardId, balanceId, externalId, currency: 'INR' as const };
  const { decision } = await network.request(world, 0, { type: 'balance_inquiry' });
  return decision === 'approved';
};

/** What must hold of a card after a step. */
const complaints = async (card: LivingCard, before: Card): Promise<readonly string[]> => {
  const after = await life.stored(card.cardId);
  const [was, is] = [stateOf(before), stateOf(after)];
  const isUsed = await isAuthorized(card, after.externalId);
  const lostLocks = before.locks.filter(
    (lock) => isForGood([lock]) && after.locks.every(({ code }) => code !== lock.code),
  );
  return [
    ...(await contradictions(life, card)),
    ...(over.has(was) && !over.has(is) ? [`${was} became ${is}`] : []),
    ...(lostLocks.length === 0 ? [] : ['a lock for good was lifted']),
    ...(isUsed === (is === 'active') ? [] : [`authorized: ${isUsed}, the card is ${is}`]),
  ];
};

describe('The life of cards on the table, by their operations', () => {
  it(
    'I23 every command by every actor in every state leaves card, balance and history at one, and the end is the end',
    { timeout: 120_000 },
    async () => {
      const tried = new Map(states.map((state) => [state, new Set<string>()]));
      const wrong: string[] = [];
      const dice = seeded(23);
      const untried = (state: string) => moves.filter(({ name }) => tried.get(state)?.has(name) === false);
      let card = await newCard();
      let steps = 0;
      while (states.some((state) => untried(state).length > 0) && steps < 1_500) {
        steps += 1;
        const before = await life.stored(card.cardId);
        const state = stateOf(before);
        const open = untried(state);
        const move = dice.pick(open.length > 0 ? open : moves);
        tried.get(state)?.add(move.name);
        await move.make(card);
        wrong.push(...(await complaints(card, before)).map((what) => `${state}, ${move.name}: ${what}`));
        const reached = stateOf(await life.stored(card.cardId));
        if (over.has(reached) && untried(reached).length === 0) card = await newCard();
      }
      expect(wrong).toEqual([]);
      for (const state of states) expect([state, untried(state).map(({ name }) => name)]).toEqual([state, []]);
    },
  );

  it('I23 AN-63 a card that is on order only answers no command, and nothing comes of any', async () => {
    const { cardId, ...holder } = await givenOrder(life);
    const ordered = { cardId, customerId: holder.customerId, balanceId: holder.balanceId };
    for (const { name, make } of moves.filter((move) => move.name.includes(' by '))) {
      expect([name, [403, 404, 409].includes(Number(await make(ordered)))]).toEqual([name, true]);
    }
    expect(await life.cards.findEvenRemoved(life.tenant, cardId)).toBeUndefined();
    expect((await life.platform.items('card')).some((item) => item['cardId'] === cardId)).toBe(false);
  });
});

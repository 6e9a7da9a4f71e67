import type { SpendCardChange, SpendCards } from '../balances/ports/spend-cards.ts';
import { ConcurrentChange } from '../kernel/errors/domain-error.ts';
import type { OperationContext } from '../kernel/operation/context.ts';
import type { Work } from '../kernel/persistence/unit-of-work.ts';
import type { WriteIntent } from '../kernel/persistence/write-intent.ts';
import { cancelTimer, scheduleTimer } from '../kernel/timers/timer-intents.ts';
import type { Card } from './domain/card.ts';
import { spendStatus } from './domain/card.ts';
import { principalLock } from './domain/card-lock.ts';
import { issuerWish } from './domain/issuer-word.ts';
import type { StatusCause } from './domain/status-change.ts';
import { statusRecord } from './domain/status-change.ts';
import type { CardStore } from './ports/card-store.ts';

export interface StatusWorkDependencies {
  readonly cards: Pick<CardStore, 'replace' | 'partition'>;
  readonly spending: Pick<SpendCards, 'change'>;
}

/** A card before and after, and why. */
export interface StatusChange {
  readonly before: Card;
  readonly after: Card;
  readonly cause: StatusCause;
}

type Versions = Pick<StatusChange, 'before' | 'after'>;

interface Wait {
  readonly minutes: number;
}

/** How long the issuer has for its own word before it is looked at again. */
const checkAfter: Wait = { minutes: 1 };
const driftTimer = (cardId: string) => ({ operation: 'checkCardDrift', key: cardId });

/** Looks at the card again, unless the issuer is as strict as this platform by then. */
export const checkLater = (context: OperationContext, cardId: string, after: Wait = checkAfter): WriteIntent =>
  scheduleTimer(context, { ...driftTimer(cardId), dueAt: context.clock.now().add(after), payload: { cardId } });

const timers = (context: OperationContext, before: Card, after: Card): readonly WriteIntent[] => {
  const [was, is] = [issuerWish(before) !== undefined, issuerWish(after) !== undefined];
  if (was === is) return [];
  return [is ? checkLater(context, after.cardId) : cancelTimer(context, driftTimer(after.cardId))];
};

/** The change of a card's place on its balance; undefined when authorizations are decided as before. */
export const spendChange = ({ before, after }: Versions): SpendCardChange | undefined => {
  const [old, next] = [before, after].map((card) => ({
    status: spendStatus(card),
    lock: card.status === 'locked' ? principalLock(card.locks)?.code : undefined,
  }));
  if (next === undefined || (old?.status === next.status && old.lock === next.lock)) return undefined;
  return { cardId: after.cardId, ...next };
};

/** What a change of status writes besides the balance: the card, and the timer that looks whether the issuer followed. */
export const cardWrites = (
  { cards }: { readonly cards: Pick<CardStore, 'replace'> },
  context: OperationContext,
  { before, after }: Versions,
): readonly WriteIntent[] => [cards.replace(context.tenant, after), ...timers(context, before, after)];

/** Other cards of the balance that change with it. */
type Beside = Work & { readonly changes: readonly SpendCardChange[] };

const alone: Beside = { writes: [], records: [], changes: [] };

/**
 * Everything that a change of a card's status writes: the card, its place on the balance, where the next authorization
 * is decided by it, the record, and the timer that looks whether the issuer followed.
 */
export const statusWork = (
  { cards, spending }: StatusWorkDependencies,
  context: OperationContext,
  { beside = alone, ...change }: StatusChange & { readonly beside?: Beside | undefined },
): Work => {
  const { before, after, cause } = change;
  const { tenant } = context;
  const own = spendChange(change);
  const changes = [...(own === undefined ? [] : [own]), ...beside.changes];
  return {
    writes: [
      ...cardWrites({ cards }, context, change),
      ...(changes.length === 0 ? [] : [spending.change(tenant, after.balanceId, ...changes)]),
      ...beside.writes,
    ],
    records: [statusRecord(cards.partition(tenant, after.cardId), { before, after }, cause), ...beside.records],
  };
};

const maxAttempts = 5;

/** Decides anew, on what is there then, when another change of the card came first. */
export const retried = async <Result>(attempt: () => Promise<Result>): Promise<Result> => {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof ConcurrentChange) || tries >= maxAttempts) throw error;
    }
  }
};

/** An effect of its own, beside what is stored under the caller's key. */
export const unkeyed = (context: OperationContext): OperationContext => ({ ...context, idempotency: undefined });

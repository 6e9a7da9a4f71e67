import type { SpendCards } from '../balances/ports/spend-cards.ts';
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

interface Dependencies {
  readonly cards: Pick<CardStore, 'replace' | 'partition'>;
  readonly spending: Pick<SpendCards, 'change'>;
}

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

const onBalance = (
  { spending }: Dependencies,
  { tenant }: OperationContext,
  { before, after }: { readonly before: Card; readonly after: Card },
): readonly WriteIntent[] => {
  const [old, next] = [before, after].map((card) => ({
    status: spendStatus(card),
    lock: card.status === 'locked' ? principalLock(card.locks)?.code : undefined,
  }));
  if (next === undefined || (old?.status === next.status && old.lock === next.lock)) return [];
  const { cardId, balanceId } = after;
  return [spending.change(tenant, balanceId, { cardId, ...next })];
};

/**
 * Everything that a change of a card's status writes: the card, its place on the balance, where the next authorization
 * is decided by it, the record, and the timer that looks whether the issuer followed.
 */
export const statusWork = (
  deps: Dependencies,
  context: OperationContext,
  { before, after, cause }: { readonly before: Card; readonly after: Card; readonly cause: StatusCause },
): Work => ({
  writes: [
    deps.cards.replace(context.tenant, after),
    ...onBalance(deps, context, { before, after }),
    ...timers(context, before, after),
  ],
  records: [statusRecord(deps.cards.partition(context.tenant, after.cardId), { before, after }, cause)],
});

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

import type { OperationContext } from '../kernel/operation/context.ts';
import { askingOf } from './acting.ts';
import { permit } from './card-permitting.ts';
import type { Restriction } from './card-restricting.ts';
import { restrict } from './card-restricting.ts';
import type { Card } from './domain/card.ts';
import { lift, lock } from './domain/card-commands.ts';
import type { Actor, LockCode } from './domain/lock-table.ts';
import type { CardStatusDependencies } from './issuer-asking.ts';
import { unkeyed } from './status-work.ts';

/** A lock to be set. */
export interface LockOrder {
  readonly cardId: string;
  readonly code: LockCode;
  /** The caller by default; `system` for what follows from another change. */
  readonly origin?: Actor | undefined;
  readonly note?: string | undefined;
}

/** The restriction that a lock is, for a caller with rights of its own. */
export const lockRestriction = <Answer>(
  context: OperationContext,
  { cardId, code, origin, note }: LockOrder,
  answer: (card: Card) => Answer,
): Restriction<Answer> => {
  const caller = askingOf(context);
  const asking = { ...caller, actor: origin ?? caller.actor };
  return {
    cardId,
    decide: (card) => ({
      card: lock(card, { code, note }, asking),
      cause: { type: 'card.locked', origin: asking.actor, note, lockCode: code },
    }),
    answer,
  };
};

/**
 * Locks a card as part of another operation, in effect when this returns (restrict); the same lock again is no change.
 * What the operation stores under its key comes later, in its own commit.
 * @throws card_not_found, forbidden_role, invalid_state, lock_irreversible, concurrent_change
 */
export const applyLock = (deps: CardStatusDependencies, context: OperationContext, order: LockOrder): Promise<Card> =>
  restrict(
    deps,
    unkeyed(context),
    lockRestriction(context, order, (card) => card),
  );

/**
 * Lifts one lock as part of another operation, by the platform's own right: a new PIN lifts code 6. A lock that is not
 * open is no change.
 * @throws card_not_found, forbidden_role, lock_irreversible, invalid_state, temporarily_unavailable
 */
export const liftLock = (
  deps: CardStatusDependencies,
  context: OperationContext,
  { cardId, code }: { readonly cardId: string; readonly code: LockCode },
): Promise<Card> =>
  permit(deps, unkeyed(context), {
    cardId,
    decide: (card) => ({
      card: lift(card, code, 'system'),
      cause: { type: 'card.unlocked', origin: 'system', lockCode: code },
    }),
    answer: (card) => card,
  });

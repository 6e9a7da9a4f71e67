import type { SpendCardChange } from '../balances/ports/spend-cards.ts';
import { actorOf } from '../kernel/events/record-item.ts';
import type { OperationContext } from '../kernel/operation/context.ts';
import type { Work } from '../kernel/persistence/unit-of-work.ts';
import type { Card } from './domain/card.ts';
import type { ReplacementReason } from './domain/replacement-reason.ts';
import { cardReplaced, replaced } from './domain/card-replacement.ts';
import type { CardStore } from './ports/card-store.ts';
import type { StatusChange, StatusWorkDependencies } from './status-work.ts';
import { cardWrites, spendChange, statusWork } from './status-work.ts';

interface Dependencies {
  readonly cards: Pick<CardStore, 'findEvenRemoved' | 'replace' | 'partition'>;
}

/** What the cards write whose place is taken; their change on the balance is part of the one write of it. */
export interface HandOver extends Work {
  readonly changes: readonly SpendCardChange[];
}

/** Which card is in use now, whose place it takes, and why, where that is not known from the card. */
export interface Successor extends Pick<Card, 'cardId' | 'replaces'> {
  readonly reason?: ReplacementReason | undefined;
}

/**
 * Locks what a card takes the place of, with code 8, in the transaction that makes it usable (AN-50): at no moment both
 * can be used. A replacement that was itself replaced before anybody used it leaves its own predecessor to this one.
 */
export const handOver = async (
  { cards }: Dependencies,
  context: OperationContext,
  { cardId, replaces, reason }: Successor,
): Promise<HandOver> => {
  const { tenant, clock } = context;
  const done: { writes: HandOver['writes']; records: HandOver['records']; changes: HandOver['changes'] } = {
    writes: [],
    records: [],
    changes: [],
  };
  const asking = { by: actorOf(context), at: clock.now() };
  let by = cardId;
  let place = replaces;
  while (place !== undefined) {
    const before = await cards.findEvenRemoved(tenant, place);
    if (before === undefined || before.replacedBy !== undefined) break;
    const after = replaced(before, by, asking);
    const why = reason ?? before.replacement?.reason;
    const change = spendChange({ before, after });
    done.writes = [...done.writes, ...cardWrites({ cards }, context, { before, after })];
    done.records = [...done.records, cardReplaced(cards.partition(tenant, place), { before, after }, why)];
    done.changes = change === undefined ? done.changes : [...done.changes, change];
    by = before.cardId;
    place = before.replaces;
  }
  return done;
};

/** All that a change of a card's status writes; with the hand-over, when it makes the card usable for the first time. */
export const openingWork = async (
  deps: StatusWorkDependencies & Dependencies,
  context: OperationContext,
  change: StatusChange,
): Promise<Work> => {
  const { before, after } = change;
  const isFirstUse = after.replaces !== undefined && after.status === 'active' && before.status !== 'active';
  if (!isFirstUse) return statusWork(deps, context, change);
  return statusWork(deps, context, { ...change, beside: await handOver(deps, context, after) });
};

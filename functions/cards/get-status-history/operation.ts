import type { OperationContext } from '../../kernel/operation/context.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import { isVisible } from '../../kernel/operation/visibility.ts';
import { cardNotFound } from '../domain/card-errors.ts';
import { statusEvents } from '../domain/status-change.ts';
import type { HistoryEntry } from '../domain/status-history.ts';
import { historyOf } from '../domain/status-history.ts';
import type { CardHistory } from '../ports/card-history.ts';
import type { CardStore } from '../ports/card-store.ts';
import type { getStatusHistory as declaration } from './declaration.ts';

interface Dependencies {
  readonly cards: Pick<CardStore, 'findEvenRemoved'>;
  readonly history: CardHistory;
}

/** The holder sees which kind of caller it was, and its own words; names and notes of staff and servers stay inside. */
const shownTo = ({ caller }: OperationContext, entry: HistoryEntry): HistoryEntry => {
  if (caller.kind !== 'customer') return entry;
  const { note, actor, ...rest } = entry;
  const kind = actor.split(':')[0] ?? actor;
  return { ...rest, actor: kind, ...(entry.origin === 'customer' && note !== undefined ? { note } : {}) };
};

/** Shows every change of a card's status with who, when, from, to, why and what the issuer answered (AL-13). */
export const getStatusHistory =
  ({ cards, history }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params: { cardId } }) => {
    const card = await cards.findEvenRemoved(context.tenant, cardId);
    if (card === undefined || !isVisible(context, card)) throw cardNotFound();
    const entries = historyOf(await history.read(context.tenant, cardId), statusEvents);
    return { data: entries.map((entry) => shownTo(context, entry)) };
  };

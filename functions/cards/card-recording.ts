import { ConcurrentChange, TemporarilyUnavailable } from '../kernel/errors/domain-error.ts';
import type { RecordDraft } from '../kernel/events/record.ts';
import type { OperationContext } from '../kernel/operation/context.ts';
import type { UnitOfWork } from '../kernel/persistence/unit-of-work.ts';
import type { WriteIntent } from '../kernel/persistence/write-intent.ts';
import type { Card } from './domain/card.ts';
import { cardNotFound } from './domain/card-errors.ts';
import { cardRecord } from './domain/card-events.ts';
import type { CardStore } from './ports/card-store.ts';

export interface RecordingDependencies {
  readonly cards: Pick<CardStore, 'findEvenRemoved' | 'replace' | 'partition'>;
  readonly unitOfWork: UnitOfWork;
}

/** What is to be recorded of a card as it is by then. */
export interface CardNote {
  /** The card with what changed; its version is not the note's to count. */
  readonly card: Card;
  readonly change: Pick<RecordDraft, 'type' | 'data' | 'previous'>;
  /** What commits with it. */
  readonly writes?: readonly WriteIntent[];
}

interface Recording<Answer> {
  /** As it was read last. */
  readonly card: Card;
  /** Decides on the card as it is now; may throw. */
  readonly note: (card: Card) => CardNote;
  readonly answer: Answer;
}

const maxAttempts = 5;

/**
 * Commits one record of what the issuer has done or told already. It must not be lost to another change of the card:
 * when one took the card's next version, the card is looked at again, at most five times.
 * @throws what `note` throws; temporarily_unavailable
 */
export const recordOnCard = async <Answer>(
  { cards, unitOfWork }: RecordingDependencies,
  context: OperationContext,
  { card: first, note, answer }: Recording<Answer>,
): Promise<Answer> => {
  const { tenant } = context;
  let card = first;
  for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
    const { card: noted, change, writes = [] } = note(card);
    const next = { ...noted, sequence: card.sequence + 1 };
    const records = [cardRecord(cards.partition(tenant, card.cardId), next, change)];
    try {
      return await unitOfWork.commit(context, { writes: [...writes, cards.replace(tenant, next)], records }, answer);
    } catch (error) {
      if (!(error instanceof ConcurrentChange)) throw error;
      const found = await cards.findEvenRemoved(tenant, card.cardId);
      if (found === undefined) throw cardNotFound();
      card = found;
    }
  }
  throw new TemporarilyUnavailable();
};

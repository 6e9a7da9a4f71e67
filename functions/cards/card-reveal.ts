import { ConcurrentChange, InvalidState, TemporarilyUnavailable } from '../kernel/errors/domain-error.ts';
import type { OperationContext } from '../kernel/operation/context.ts';
import type { UnitOfWork } from '../kernel/persistence/unit-of-work.ts';
import type { Card } from './domain/card.ts';
import { cardNotFound } from './domain/card-errors.ts';
import { cardRecord } from './domain/card-events.ts';
import type { CardStore } from './ports/card-store.ts';
import type { CardData, IssuerProcessor } from './ports/issuer-processor.ts';

export interface RevealDependencies {
  readonly cards: CardStore;
  readonly issuer: IssuerProcessor;
  readonly unitOfWork: UnitOfWork;
}

const maxAttempts = 5;

const revealable = async (
  { cards }: RevealDependencies,
  { tenant }: OperationContext,
  cardId: string,
): Promise<Card> => {
  const card = await cards.find(tenant, cardId);
  if (card === undefined) throw cardNotFound();
  if (card.status === 'closed') throw new InvalidState('The card is closed.');
  return card;
};

/** A repeat of an operation has nothing to store under its key any more: the reveal is an effect of its own. */
const unkeyed = (context: OperationContext): OperationContext => ({ ...context, idempotency: undefined });

const note = async ({ cards, unitOfWork }: RevealDependencies, context: OperationContext, card: Card) => {
  const { tenant } = context;
  const revealed = { ...card, sequence: card.sequence + 1 };
  const record = cardRecord(cards.partition(tenant, card.cardId), revealed, {
    type: 'card.data_revealed',
    data: { cardId: card.cardId, fields: ['pan', 'cvv'] },
  });
  await unitOfWork.commit(
    unkeyed(context),
    { writes: [cards.replace(tenant, revealed)], records: [record] },
    undefined,
  );
};

/**
 * Reads a card's data from the issuer and commits the record `card.data_revealed` before anybody sees it: no reveal
 * leaves no trace (AN-54, PCI DSS 10.2). Readers do not disturb each other: when another change took the card's next
 * version, the card is looked at again, so that one that was closed meanwhile is not revealed.
 * @throws card_not_found, invalid_state, issuer_refused, temporarily_unavailable
 */
export const revealCard = async (
  deps: RevealDependencies,
  context: OperationContext,
  cardId: string,
): Promise<{ readonly card: Card; readonly data: CardData }> => {
  let card = await revealable(deps, context, cardId);
  const data = await deps.issuer.readCardData(context.tenant, card.externalId);
  for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
    try {
      await note(deps, context, card);
      return { card, data };
    } catch (error) {
      if (!(error instanceof ConcurrentChange)) throw error;
      card = await revealable(deps, context, cardId);
    }
  }
  throw new TemporarilyUnavailable();
};

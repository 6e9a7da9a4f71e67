import { InvalidState } from '../../kernel/errors/domain-error.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { presentFullCard } from '../answers.ts';
import { cardNotFound } from '../domain/card-errors.ts';
import { cardRecord } from '../domain/card-events.ts';
import type { CardStore } from '../ports/card-store.ts';
import type { IssuerProcessor } from '../ports/issuer-processor.ts';
import type { getFullCardData as declaration } from './declaration.ts';

interface Dependencies {
  readonly cards: CardStore;
  readonly issuer: IssuerProcessor;
  readonly unitOfWork: UnitOfWork;
}

/**
 * Reveals full card data (AN-54, AL-32).
 *
 * In: a card. Out: PAN, expiry, CVV, straight from the issuer, encrypted to the caller by the chain.
 * 1. A closed card is not revealed.
 * 2. Read the data from the issuer.
 * 3. Commit the record `card.data_revealed` before answering: no reveal leaves no trace (PCI DSS 10.2).
 */
export const getFullCardData =
  ({ cards, issuer, unitOfWork }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params }) => {
    const { tenant } = context;
    const card = await cards.find(tenant, params.cardId);
    if (card === undefined) throw cardNotFound();
    if (card.status === 'closed') throw new InvalidState('The card is closed.');
    const data = await issuer.readCardData(tenant, card.externalId);
    const revealed = { ...card, sequence: card.sequence + 1 };
    const record = cardRecord(cards.partition(tenant, card.cardId), revealed, {
      type: 'card.data_revealed',
      data: { cardId: card.cardId, fields: ['pan', 'cvv'] },
    });
    const work = { writes: [cards.replace(tenant, revealed)], records: [record] };
    return unitOfWork.commit(context, work, presentFullCard(card, data));
  };

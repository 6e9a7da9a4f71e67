import type { CardStore } from '../../cards/ports/card-store.ts';
import { NotFound } from '../../kernel/errors/domain-error.ts';
import { fromWire } from '../../kernel/money/money.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { commitDecision } from '../deciding-message.ts';
import { orderReference } from '../network-refusals.ts';
import type { CardNetwork } from '../ports/card-network.ts';
import type { simulateAuthorization as declaration } from './declaration.ts';

interface Dependencies {
  readonly cards: Pick<CardStore, 'findEvenRemoved'>;
  readonly network: Pick<CardNetwork, 'authorize'>;
  readonly unitOfWork: UnitOfWork;
}

/**
 * Pays with a card, as its holder would: what the card network hears is the answer.
 *
 * In: amount, merchant and channel. Out: the decision; the card's state here does not matter, the platform decides.
 * 1. Find the card.
 * 2. Have the twin ask the platform for a decision; an answer that got lost is asked for again as the same message.
 * 3. Commit the idempotency key with the answer.
 */
export const simulateAuthorization =
  ({ cards, network, unitOfWork }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params: { cardId }, body: { amount, merchant, channel, partialCapable = false } }) => {
    const card = await cards.findEvenRemoved(context.tenant, cardId);
    if (card === undefined) throw new NotFound('card_not_found');
    const heard = await network.authorize(context.tenant, {
      reference: orderReference(context),
      cardId: card.externalId,
      amount: fromWire(amount),
      merchant,
      channel,
      partialCapable,
    });
    return commitDecision(unitOfWork, context, { heard, asked: amount });
  };

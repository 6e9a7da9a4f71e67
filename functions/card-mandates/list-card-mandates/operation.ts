import type { CardStore } from '../../cards/ports/card-store.ts';
import { NotFound } from '../../kernel/errors/domain-error.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { CardMandateStore } from '../ports/card-mandate-store.ts';
import { showMandates } from '../showing.ts';
import type { listCardMandates as declaration } from './declaration.ts';

interface Dependencies {
  readonly cards: Pick<CardStore, 'find' | 'findEvenRemoved'>;
  readonly mandates: Pick<CardMandateStore, 'listOfChain'>;
}

/** Lists the mandates on a card, those that followed it from a card whose place it took among them (rule 16). */
export const listCardMandates =
  ({ cards, mandates }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params: { cardId }, query }) => {
    const card = await cards.find(context.tenant, cardId);
    if (card === undefined) throw new NotFound('card_not_found');
    const chain = card.countedAs ?? card.externalId;
    const { data, nextCursor } = await mandates.listOfChain(context.tenant, chain, query);
    return { data: await showMandates({ cards }, context, data), nextCursor };
  };

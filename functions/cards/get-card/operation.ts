import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import { presentCard } from '../answers.ts';
import { cardNotFound } from '../domain/card-errors.ts';
import type { CardStore } from '../ports/card-store.ts';
import type { getCard as declaration } from './declaration.ts';

/** Shows a card: first six and last four digits, never the PAN. */
export const getCard =
  ({ cards }: { readonly cards: CardStore }): HttpUseCase<typeof declaration> =>
  async ({ context, params }) => {
    const card = await cards.find(context.tenant, params.cardId);
    if (card === undefined) throw cardNotFound();
    return presentCard(card);
  };

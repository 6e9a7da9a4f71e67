import type { CardStore } from '../cards/ports/card-store.ts';
import type { OperationContext } from '../kernel/operation/context.ts';
import { presentCardMandate } from './answers.ts';
import type { CardMandate } from './domain/card-mandate.ts';

export interface ShowingDependencies {
  readonly cards: Pick<CardStore, 'findEvenRemoved'>;
}

/** Mandates as they are shown: each with what its card lets it do now. */
export const showMandates = async (
  { cards }: ShowingDependencies,
  { tenant, clock }: OperationContext,
  mandates: readonly CardMandate[],
) => {
  const ids = [...new Set(mandates.map(({ cardId }) => cardId))];
  const found = await Promise.all(ids.map(async (cardId) => cards.findEvenRemoved(tenant, cardId)));
  const usable = new Set(found.flatMap((card) => (card?.status === 'active' ? [card.cardId] : [])));
  const now = clock.now();
  return mandates.map((mandate) => presentCardMandate(mandate, { now, cardIsUsable: usable.has(mandate.cardId) }));
};

/** One mandate, as the list shows it. */
export const showMandate = async (deps: ShowingDependencies, context: OperationContext, mandate: CardMandate) => {
  const { cardId } = mandate;
  const card = await deps.cards.findEvenRemoved(context.tenant, cardId);
  return presentCardMandate(mandate, { now: context.clock.now(), cardIsUsable: card?.status === 'active' });
};

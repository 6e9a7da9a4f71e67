import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import { askingOf } from '../acting.ts';
import { presentCard } from '../answers.ts';
import { permit } from '../card-permitting.ts';
import { unlock } from '../domain/card-commands.ts';
import type { CardStatusDependencies } from '../issuer-asking.ts';
import type { unlockCard as declaration } from './declaration.ts';

/**
 * Lifts the locks that the caller may lift (AN-52, D-04).
 *
 * In: nothing. Out: the card; it is still `locked` when others remain, which its `locks` name.
 * 1. No lock for good is open, and at least one that this caller may lift.
 * 2. When none remains, the issuer first, then here (card-permitting.ts). A card never activated is inactive again.
 */
export const unlockCard =
  (deps: CardStatusDependencies): HttpUseCase<typeof declaration> =>
  ({ context, params: { cardId } }) => {
    const { actor } = askingOf(context);
    return permit(deps, context, {
      cardId,
      decide: (card) => ({ card: unlock(card, actor), cause: { type: 'card.unlocked', origin: actor } }),
      answer: presentCard,
    });
  };

import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import { askingOf } from '../acting.ts';
import { restrict } from '../card-restricting.ts';
import { remove } from '../domain/card-commands.ts';
import type { CardStatusDependencies } from '../issuer-asking.ts';
import type { removeCard as declaration } from './declaration.ts';

/**
 * Removes a card for good (AN-53): it is closed here and at the issuer, and from now on unknown to every other operation
 * but its status history.
 */
export const removeCard =
  (deps: CardStatusDependencies): HttpUseCase<typeof declaration> =>
  ({ context, params: { cardId } }) => {
    const { actor, at } = askingOf(context);
    return restrict(deps, context, {
      cardId,
      decide: (card) => ({ card: remove(card, at), cause: { type: 'card.removed', origin: actor } }),
      answer: () => undefined,
    });
  };

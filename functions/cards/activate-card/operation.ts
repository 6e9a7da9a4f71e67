import { InvalidState } from '../../kernel/errors/domain-error.ts';
import type { OperationContext } from '../../kernel/operation/context.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import { isVisible } from '../../kernel/operation/visibility.ts';
import { askingOf } from '../acting.ts';
import { presentCard } from '../answers.ts';
import { permit } from '../card-permitting.ts';
import { activate } from '../domain/card-commands.ts';
import type { CardStatusDependencies } from '../issuer-asking.ts';
import type { CardOrders } from '../ports/card-orders.ts';
import type { activateCard as declaration } from './declaration.ts';

type Dependencies = CardStatusDependencies & { readonly orders: CardOrders };

/** A plastic that is not linked yet has nothing to activate (AN-63). @throws invalid_state */
const requireLinked = async ({ cards, orders }: Dependencies, context: OperationContext, cardId: string) => {
  if ((await cards.findEvenRemoved(context.tenant, cardId)) !== undefined) return;
  const order = await orders.find(context.tenant, cardId);
  if (order === undefined || !isVisible(context, order)) return;
  throw new InvalidState(`The card is ${order.status === 'failed' ? 'failed' : 'requested'}.`);
};

/** Makes an inactive card usable (AL-10, AN-59, AN-65): at the issuer, then here, as the issuer said (AL-14). */
export const activateCard =
  (deps: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params: { cardId } }) => {
    await requireLinked(deps, context, cardId);
    return permit(deps, context, {
      cardId,
      decide: (card) => ({
        card: activate(card),
        cause: { type: 'card.activated', origin: askingOf(context).actor },
      }),
      answer: presentCard,
    });
  };

import { InvalidState } from '../../kernel/errors/domain-error.ts';
import type { OperationContext } from '../../kernel/operation/context.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import { isVisible } from '../../kernel/operation/visibility.ts';
import { askingOf } from '../acting.ts';
import { presentCard } from '../answers.ts';
import { permit } from '../card-permitting.ts';
import { tellOfReplaced } from '../card-replacing.ts';
import { activate } from '../domain/card-commands.ts';
import { hasSafeNumber } from '../domain/card-replacement.ts';
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

/** A card with the number of one that was lost since it was ordered stays shut: it is replaced anew. */
const requireSafeNumber = async ({ cards }: Dependencies, { tenant }: OperationContext, cardId: string) => {
  const card = await cards.find(tenant, cardId);
  const old = card?.replaces === undefined ? undefined : await cards.findEvenRemoved(tenant, card.replaces);
  if (old === undefined || old.fingerprint !== card?.fingerprint || hasSafeNumber(old)) return;
  throw new InvalidState('The card has the number of one that was lost or stolen.');
};

/**
 * Makes an inactive card usable (AL-10, AN-59, AN-65): at the issuer, then here, as the issuer said (AL-14). The card
 * whose place it takes is locked with code 8 in the same transaction (AN-50); then the issuer hears of that too.
 */
export const activateCard =
  (deps: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params: { cardId } }) => {
    await requireLinked(deps, context, cardId);
    await requireSafeNumber(deps, context, cardId);
    const activated = await permit(deps, context, {
      cardId,
      decide: (card) => ({
        card: activate(card),
        cause: { type: 'card.activated', origin: askingOf(context).actor },
      }),
      answer: presentCard,
    });
    if (activated.replaces !== undefined) await tellOfReplaced(deps, context, activated.replaces);
    return activated;
  };

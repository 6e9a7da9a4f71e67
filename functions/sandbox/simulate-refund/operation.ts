import type { CardStore } from '../../cards/ports/card-store.ts';
import { NotFound } from '../../kernel/errors/domain-error.ts';
import { fromWire } from '../../kernel/money/money.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { SendingDependencies } from '../sending-message.ts';
import { sendMessage } from '../sending-message.ts';
import type { simulateRefund as declaration } from './declaration.ts';

interface Dependencies extends SendingDependencies {
  readonly cards: Pick<CardStore, 'findEvenRemoved'>;
}

/** Gives money back to a card, for one of its authorizations or for none. */
export const simulateRefund = ({ cards, ...deps }: Dependencies): HttpUseCase<typeof declaration> => {
  const send = sendMessage(deps);
  return async ({ context, params: { cardId }, body: { amount, merchant, authorizationId } }) => {
    const card = await cards.findEvenRemoved(context.tenant, cardId);
    if (card === undefined) throw new NotFound('card_not_found');
    return send(context, {
      kind: 'refund',
      cardId: card.externalId,
      amount: fromWire(amount),
      merchant,
      ...(authorizationId === undefined ? {} : { authorizationId }),
    });
  };
};

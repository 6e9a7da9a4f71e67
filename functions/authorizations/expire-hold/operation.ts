import type { TimerUseCase } from '../../kernel/operation/task-operation.ts';
import { messageOf } from '../network-name-schemas.ts';
import type { AuthorizationStore } from '../ports/authorization-store.ts';
import type { CardMessages } from '../ports/card-messages.ts';
import type { CardStore } from '../../cards/ports/card-store.ts';
import type { expireHold as declaration } from './declaration.ts';

interface Dependencies {
  readonly cards: Pick<CardStore, 'findEvenRemoved'>;
  readonly authorizations: Pick<AuthorizationStore, 'find'>;
  readonly messages: CardMessages;
}

/**
 * Ends a hold that nobody cleared in time (I15).
 *
 * In: the card and the network's name of the authorization. Out: nothing; what was left is available again.
 * A hold that has ended by itself leaves nothing to do and no record; a later clearing still posts.
 */
export const expireHold =
  ({ cards, authorizations, messages }: Dependencies): TimerUseCase<typeof declaration> =>
  async (context, { cardId, network }) => {
    const card = await cards.findEvenRemoved(context.tenant, cardId);
    if (card === undefined) return;
    const original = messageOf(network);
    const authorization = await authorizations.find(context.tenant, card.balanceId, original);
    if (authorization === undefined || authorization.hold.left === 0n) return;
    await messages.apply(context, cardId, {
      kind: 'expiry',
      message: { id: `expiry:${original.id}:${authorization.hold.version}`, transmittedAt: original.transmittedAt },
      original,
      merchant: authorization.merchant,
      occurredAt: context.clock.now(),
    });
  };

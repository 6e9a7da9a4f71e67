import type { CardStore } from '../../cards/ports/card-store.ts';
import { NotFound } from '../../kernel/errors/domain-error.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { networkRefused, orderReference } from '../network-refusals.ts';
import type { CardNetwork } from '../ports/card-network.ts';
import type { simulatePinFailure as declaration } from './declaration.ts';

interface Dependencies {
  readonly cards: Pick<CardStore, 'find'>;
  readonly network: Pick<CardNetwork, 'enterWrongPin'>;
  readonly unitOfWork: UnitOfWork;
}

/**
 * Has a wrong PIN entered at a terminal, once or several times (AN-48, AN-66).
 *
 * In: how often, once by default. Out: how many of them count since the PIN was set, and whether they block it; that the
 * card is locked comes by the issuer's webhook, shortly before or after.
 * 1. Find the card.
 * 2. Have the twin count, once per Idempotency-Key.
 * 3. Commit the idempotency key with the answer.
 */
export const simulatePinFailure =
  ({ cards, network, unitOfWork }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params: { cardId }, body: { count = 1 } }) => {
    const card = await cards.find(context.tenant, cardId);
    if (card === undefined) throw new NotFound('card_not_found');
    const order = { reference: orderReference(context), cardId: card.externalId, count };
    const counted = await network.enterWrongPin(context.tenant, order);
    if (typeof counted === 'string') throw networkRefused(counted);
    const { wrongTries, blocked } = counted;
    return unitOfWork.commit(context, { writes: [], records: [] }, { cardId, wrongTries, blocked });
  };

import type { CardStore } from '../../cards/ports/card-store.ts';
import { NotFound } from '../../kernel/errors/domain-error.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { networkRefused, orderReference } from '../network-refusals.ts';
import type { CardNetwork } from '../ports/card-network.ts';
import type { simulateIssuerStatus as declaration } from './declaration.ts';

interface Dependencies {
  readonly cards: Pick<CardStore, 'findEvenRemoved'>;
  readonly network: Pick<CardNetwork, 'changeCardStatus'>;
  readonly unitOfWork: UnitOfWork;
}

/**
 * Has the issuer change a card's status by itself; it is the source of truth for it (D-02).
 *
 * In: the status and why. Out: both again; the effect comes by the issuer's webhook, shortly before or after.
 * 1. Find the card.
 * 2. Have the twin change it, once per Idempotency-Key.
 * 3. Commit the idempotency key with the answer.
 */
export const simulateIssuerStatus =
  ({ cards, network, unitOfWork }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params: { cardId }, body: { status, reason } }) => {
    const card = await cards.findEvenRemoved(context.tenant, cardId);
    if (card === undefined) throw new NotFound('card_not_found');
    const order = { reference: orderReference(context), cardId: card.externalId, status, reason };
    const changed = await network.changeCardStatus(context.tenant, order);
    if (changed !== 'changed') throw networkRefused(changed);
    return unitOfWork.commit(context, { writes: [], records: [] }, { cardId, status, reason });
  };

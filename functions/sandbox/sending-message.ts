import type { OperationContext } from '../kernel/operation/context.ts';
import type { UnitOfWork } from '../kernel/persistence/unit-of-work.ts';
import { networkRefused, orderReference } from './network-refusals.ts';
import type { CardMessageOrder, CardNetwork } from './ports/card-network.ts';

export interface SendingDependencies {
  readonly network: Pick<CardNetwork, 'send'>;
  readonly unitOfWork: UnitOfWork;
}

/**
 * Has the card network send a message, once per Idempotency-Key, and commits the key with the message's name.
 * @throws authorization_not_found, currency_mismatch, invalid_state, temporarily_unavailable
 */
export const sendMessage =
  ({ network, unitOfWork }: SendingDependencies) =>
  async (context: OperationContext, message: Omit<CardMessageOrder, 'reference'>) => {
    const sent = await network.send(context.tenant, { ...message, reference: orderReference(context) });
    if (typeof sent === 'string') throw networkRefused(sent);
    const { messageId, eventId } = sent;
    const answer = { messageId, eventId, authorizationId: message.authorizationId ?? null };
    return unitOfWork.commit(context, { writes: [], records: [] }, answer);
  };

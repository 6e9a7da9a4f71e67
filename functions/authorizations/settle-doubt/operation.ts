import { parseStrictJson } from '../../kernel/crypto/strict-json.ts';
import { withPrefix } from '../../kernel/ids/ids.ts';
import type { OperationContext } from '../../kernel/operation/context.ts';
import type { QueueUseCase } from '../../kernel/operation/queue-operation.ts';
import { AlreadyRecorded } from '../already-recorded.ts';
import { decisionRecord, linkedRecord } from '../decision-records.ts';
import type { DecidingDependencies } from '../deciding.ts';
import { outOfTimeCheck } from '../domain/checks.ts';
import { newHold } from '../domain/hold.ts';
import type { AuthorizationRequest } from '../domain/network-message.ts';
import { checkEvidence } from '../evidence.ts';
import { firstAnswer } from '../network-answer.ts';
import type { CardMessages } from '../ports/card-messages.ts';
import { authorizationRequest, toRequest } from '../request-schema.ts';
import type { settleDoubt as declaration } from './declaration.ts';

interface Dependencies extends Pick<DecidingDependencies, 'spending' | 'authorizations' | 'unitOfWork' | 'ids'> {
  readonly messages: CardMessages;
  readonly contextOf: (tenantId: string, requestId: string) => Promise<OperationContext>;
}

interface Doubt {
  readonly context: OperationContext;
  readonly request: AuthorizationRequest;
  readonly place: { readonly cardId: string; readonly balanceId: string };
}

/** The decline that the network heard; from then on nothing else can be decided on the message. */
const decline = ({ ids, ...stores }: Dependencies, { context, request, place }: Doubt) => {
  const { tenant } = context;
  const eventId = ids.next('evt', tenant);
  const evidence = checkEvidence({ checks: [outOfTimeCheck()], wouldPassWith: undefined });
  const decided = {
    authorizationId: withPrefix(eventId, 'aut'),
    eventId,
    reason: 'out_of_time',
    approved: 0n,
    evidence,
  } as const;
  const subject = { tenant, request, place };
  return request.kind === 'increment'
    ? linkedRecord(stores, subject, { decided, type: 'authorization.increment_declined', version: 1 })
    : decisionRecord(stores, subject, { decided, hold: newHold('declined', 0n) });
};

/** Only the increment is taken back; what was approved before it stays. */
const amountToReverse = ({ kind, amount }: AuthorizationRequest) => (kind === 'increment' ? amount : undefined);

/**
 * Settles a doubt: the network heard "declined, try again", and perhaps an approval was written all the same (I5, I19).
 *
 * In: the message as it came. Out: nothing; the books say what the network heard.
 * 1. Record the decline at the message's own place. That works only if nothing was written, and then nothing can be
 *    written any more: a transaction that is still under way is refused.
 * 2. Else read what was decided; an approval is reversed, once.
 */
export const settleDoubt =
  (deps: Dependencies): QueueUseCase<typeof declaration> =>
  async ({ message, messageId }) => {
    const { tenantId, cardId, balanceId, raw } = message;
    const context = await deps.contextOf(tenantId, messageId);
    const request = toRequest(authorizationRequest.parse(parseStrictJson(Buffer.from(raw, 'base64'))));
    const doubt = { context, request, place: { cardId, balanceId } };
    try {
      await deps.unitOfWork.commit(context, { writes: [], records: [decline(deps, doubt)] }, undefined);
    } catch (error) {
      if (!(error instanceof AlreadyRecorded)) throw error;
      if (firstAnswer(error.stored).decision === 'declined') return;
      await deps.messages.apply(context, cardId, {
        kind: 'reversal',
        message: { id: `late:${request.message.id}`, transmittedAt: request.message.transmittedAt },
        original: request.original ?? request.message,
        merchant: request.merchant,
        occurredAt: context.clock.now(),
        amount: amountToReverse(request),
      });
    }
  };

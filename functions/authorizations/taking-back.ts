import { recordItem } from '../kernel/events/record-item.ts';
import type { OperationContext } from '../kernel/operation/context.ts';
import type { Item } from '../kernel/persistence/table.ts';
import { applyMessage } from './card-messages.ts';
import { nobodyHeard } from './domain/hearing.ts';
import type { AuthorizationRequest } from './domain/network-message.ts';
import { firstAnswer } from './network-answer.ts';
import type { CardMessageDependencies, Subject } from './message-subject.ts';
import type { Hearings } from './ports/hearings.ts';

/** An approval that a request wrote, or told again, which was answered "declined, try again". */
export interface DoubtfulApproval {
  readonly request: AuthorizationRequest;
  readonly cardId: string;
  readonly balanceId: string;
  /** The request that was answered so. */
  readonly requestId: string;
  /** The record of the approval. */
  readonly decided: Item;
}

/** Takes an approval back, unless the network heard of it. */
export type TakeBack = (context: OperationContext, doubtful: DoubtfulApproval) => Promise<void>;

/** Only the increment is taken back; what was approved before it stays. */
const amountOf = ({ kind, amount }: AuthorizationRequest) => (kind === 'increment' ? amount : undefined);

/**
 * The network decided by itself what is held: that it did not hear of the approval does not matter. An advice counts for
 * the authorization whenever it came, for an increment when it came after it.
 */
const isAdvised = ({ existing }: Subject, { kind }: AuthorizationRequest, sequence: number): boolean => {
  const advised = existing?.hold.advised;
  return advised !== undefined && (kind !== 'increment' || advised > sequence);
};

/**
 * What the approval did to a mandate of a third party (domain.md 2.9). Money that was presented all the same was taken: the
 * debit stays as it is.
 */
const mandateWork = async (
  { mandates }: Pick<CardMessageDependencies, 'mandates'>,
  { request: { mandate }, balanceId, decided }: DoubtfulApproval,
  { context, existing, change }: Subject,
) => {
  const { mandateId, debitId, authorizationId } = firstAnswer(decided);
  if (mandate === undefined || mandateId === undefined || authorizationId === undefined) return undefined;
  if (existing?.paidAtOnce !== true && change.hold.cleared > 0n) return undefined;
  const { tenant, clock } = context;
  const stored = await mandates.at(tenant, { balanceId, reference: mandate.reference });
  return mandates.takenBack(tenant, { stored, mandateId, debitId, authorizationId, now: clock.now() });
};

/**
 * An approval is taken back, once, when every request that could have told it was answered "declined, try again".
 *
 * 1. Note that this request was: it will tell no approval any more, though it may still be under way.
 * 2. Look who else could have told it. While one of them may have been heard, the approval stands.
 * 3. Commit the reversal, and with it what becomes of a mandate, only if nobody told it meanwhile; else look again.
 */
export const takingBack =
  (deps: CardMessageDependencies & { readonly hearings: Hearings }): TakeBack =>
  async (context, doubtful) => {
    const { request, cardId, balanceId, requestId, decided } = doubtful;
    const { hearings, unitOfWork } = deps;
    const { tenant } = context;
    const approval = { balanceId, message: request.message };
    const { requestId: writer, sequence } = recordItem.decode(decided);
    const writes = [hearings.deny(tenant, approval, requestId)];
    await unitOfWork.commit(context, { writes, records: [] }, undefined);
    await applyMessage(deps, context, {
      cardId,
      message: {
        kind: 'unheard',
        message: { id: `late:${request.message.id}`, transmittedAt: request.message.transmittedAt },
        original: request.original ?? request.message,
        merchant: request.merchant,
        occurredAt: context.clock.now(),
        amount: amountOf(request),
      },
      besides: async (subject) => {
        const hearing = await hearings.find(tenant, approval);
        const stands = !nobodyHeard({ writer, ...hearing }) || isAdvised(subject, request, sequence);
        if (hearing.isTakenBack || stands) return undefined;
        const { writes: ofMandate = [], records = [] } = (await mandateWork(deps, doubtful, subject)) ?? {};
        return { writes: [hearings.takeBack(tenant, approval, hearing), ...ofMandate], records };
      },
    });
  };

import { parseStrictJson } from '../../kernel/crypto/strict-json.ts';
import type { RecordDraft } from '../../kernel/events/record.ts';
import { withPrefix } from '../../kernel/ids/ids.ts';
import type { OperationContext } from '../../kernel/operation/context.ts';
import type { QueueUseCase } from '../../kernel/operation/queue-operation.ts';
import type { Item } from '../../kernel/persistence/table.ts';
import { AlreadyRecorded } from '../already-recorded.ts';
import { decisionRecord, linkedRecord } from '../decision-records.ts';
import type { DecidingDependencies } from '../case.ts';
import { outOfTimeCheck } from '../domain/checks.ts';
import { newHold } from '../domain/hold.ts';
import type { AuthorizationRequest } from '../domain/network-message.ts';
import { checkEvidence } from '../evidence.ts';
import { firstAnswer } from '../network-answer.ts';
import type { StoredAuthorization } from '../ports/authorization-store.ts';
import { authorizationRequest, toRequest } from '../request-schema.ts';
import type { TakeBack } from '../taking-back.ts';
import type { settleDoubt as declaration } from './declaration.ts';

interface Dependencies extends Pick<DecidingDependencies, 'spending' | 'authorizations' | 'unitOfWork' | 'ids'> {
  readonly takeBack: TakeBack;
  readonly contextOf: (tenantId: string, requestId: string) => Promise<OperationContext>;
}

interface Doubt {
  readonly context: OperationContext;
  readonly request: AuthorizationRequest;
  readonly place: { readonly cardId: string; readonly balanceId: string };
}

/** The decline that the network heard, at the place where it would have been decided. */
const decline = (
  { ids, ...stores }: Dependencies,
  { context, request, place }: Doubt,
  linked: StoredAuthorization | undefined,
): RecordDraft => {
  const { tenant } = context;
  const eventId = ids.next('evt', tenant);
  const evidence = checkEvidence({ checks: [outOfTimeCheck()], wouldPassWith: undefined });
  const authorizationId = linked?.authorizationId ?? withPrefix(eventId, 'aut');
  const decided = { authorizationId, eventId, reason: 'out_of_time', approved: 0n, evidence } as const;
  const subject = { tenant, request, place };
  const type = request.kind === 'increment' ? 'authorization.increment_declined' : 'authorization.declined';
  return request.kind === 'increment' || linked !== undefined
    ? linkedRecord(stores, subject, { decided, type, version: linked?.hold.version ?? 1 })
    : decisionRecord(stores, subject, { decided, hold: newHold('declined', 0n) });
};

/**
 * Records the decline unless something was decided.
 * @returns the record of what was decided; undefined when nothing was, and now never will be
 */
const declineUnlessDecided = async (
  deps: Dependencies,
  doubt: Doubt,
  linked: StoredAuthorization | undefined,
): Promise<Item | undefined> => {
  try {
    const records = [decline(deps, doubt, linked)];
    await deps.unitOfWork.commit(doubt.context, { writes: [], records }, undefined);
    return undefined;
  } catch (error) {
    if (!(error instanceof AlreadyRecorded)) throw error;
    const preceding = deps.authorizations.read(error.stored);
    // Other messages only left word there: what is decided on this one stands beside it.
    return preceding?.preceded === true && linked === undefined
      ? declineUnlessDecided(deps, doubt, preceding)
      : error.stored;
  }
};

/**
 * Settles a doubt: the network heard "declined, try again", and perhaps an approval was written all the same (I5, I19).
 *
 * In: the message as it came, and the request that was answered so. Out: nothing; the books say what the network heard.
 * A balance inquiry leaves nothing to settle.
 * 1. Record the decline at the message's own place. That works only if nothing was written, and then nothing can be
 *    written any more: a transaction that is still under way is refused.
 * 2. Else read what was decided; an approval that nobody heard of is taken back, once. One that the message's repeat told
 *    the network stays.
 */
export const settleDoubt =
  (deps: Dependencies): QueueUseCase<typeof declaration> =>
  async ({ message, messageId }) => {
    const { tenantId, cardId, balanceId, requestId, raw } = message;
    const context = await deps.contextOf(tenantId, messageId);
    const request = toRequest(authorizationRequest.parse(parseStrictJson(Buffer.from(raw, 'base64'))));
    if (request.kind === 'balance_inquiry') return;
    const original = request.original ?? request.message;
    const raised =
      request.kind === 'increment' ? await deps.authorizations.find(context.tenant, balanceId, original) : undefined;
    const decided = await declineUnlessDecided(deps, { context, request, place: { cardId, balanceId } }, raised);
    if (decided === undefined || firstAnswer(decided).decision === 'declined') return;
    await deps.takeBack(context, { request, cardId, balanceId, requestId, decided });
  };

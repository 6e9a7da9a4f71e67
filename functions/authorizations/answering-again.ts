import type { Item } from '../kernel/persistence/table.ts';
import type { Case, DecidingDependencies } from './case.ts';
import type { NetworkAnswer } from './network-answer.ts';
import { firstAnswer, unrecorded } from './network-answer.ts';
import { TakenBack } from './ports/taken-back.ts';

/**
 * The answer to a message that was decided before: the first one (I3).
 *
 * The request that wrote an approval may have been answered "declined, try again", and `settleDoubt` then takes it back.
 * So an approval is told again only once it is written that it is; whoever writes first is right: an approval that was
 * told stays, and of one that was taken back the network hears "declined". A decline costs nothing more.
 * @throws TemporarilyUnavailable or OutcomeUnknown when that cannot be written in time
 */
export const answerAgain = async (
  { hearings, unitOfWork }: Pick<DecidingDependencies, 'hearings' | 'unitOfWork'>,
  { context, request, place, deadline }: Pick<Case, 'context' | 'request' | 'place' | 'deadline'>,
  stored: Item,
): Promise<NetworkAnswer> => {
  const first = firstAnswer(stored);
  if (first.decision === 'declined') return first;
  const approval = { balanceId: place.balanceId, message: request.message };
  const writes = [hearings.tell(context.tenant, approval, context.requestId)];
  try {
    return await unitOfWork.commit(context, { writes, records: [], deadline }, first);
  } catch (error) {
    if (!(error instanceof TakenBack)) throw error;
    const { authorizationId = '', decisionId = '' } = first;
    return { ...unrecorded('out_of_time'), authorizationId, decisionId };
  }
};

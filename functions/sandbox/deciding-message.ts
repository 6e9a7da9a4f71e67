import type { WireMoney } from '../kernel/money/money.ts';
import type { OperationContext } from '../kernel/operation/context.ts';
import type { UnitOfWork } from '../kernel/persistence/unit-of-work.ts';
import { networkRefused } from './network-refusals.ts';
import type { HeardDecision, NetworkRefusal } from './ports/card-network.ts';

/** A decision as the tester hears it. @param asked whose currency it is in */
export const decisionOf = (heard: HeardDecision, asked: WireMoney) => {
  const { authorizationId = null, decisionId = null, decision, actionCode, responseCode } = heard;
  const approvedAmount = { amount: heard.approvedAmount, currency: asked.currency };
  return { authorizationId, decision, actionCode, responseCode, decisionId, approvedAmount };
};

/** Commits the idempotency key with the decision that the network heard. @throws what the network refused */
export const commitDecision = async (
  unitOfWork: UnitOfWork,
  context: OperationContext,
  { heard, asked }: { readonly heard: HeardDecision | NetworkRefusal; readonly asked: WireMoney },
) => {
  if (typeof heard === 'string') throw networkRefused(heard);
  return unitOfWork.commit(context, { writes: [], records: [] }, decisionOf(heard, asked));
};

import { TemporarilyUnavailable } from '../kernel/errors/domain-error.ts';
import type { OperationContext } from '../kernel/operation/context.ts';
import { lookAtAuthentication, lookForLatePayments } from './authentication-look.ts';
import { lookAtCharges } from './charge-look.ts';
import type { Mandate } from './domain/mandate.ts';
import type { Look, LookingDependencies } from './looking.ts';
import { loadMandate, takeStep } from './mandate-work.ts';
import type { PaymentHint } from './ports/payment-signals.ts';
import { lookAtRetiredTokens, lookAtToken } from './token-look.ts';

const looks: readonly Look[] = [
  lookAtAuthentication,
  lookAtToken,
  lookAtCharges,
  lookAtRetiredTokens,
  lookForLatePayments,
];

/** More steps than one look can lead to: registration, refund and clean-up together are six. */
const mostSteps = 12;

/**
 * Looks at the provider and takes every step of the mandate that what is there allows. Whoever calls it, however often
 * and in whatever order the provider's words came, the mandate ends in the same state.
 * @param hint what the provider said; undefined when we look by ourselves
 * @returns the mandate as it is now, and whether anything changed
 * @throws mandate_not_found; TemporarilyUnavailable when the provider cannot be asked: call it again
 */
export const follow = async (
  deps: LookingDependencies,
  context: OperationContext,
  { mandateId, hint }: { readonly mandateId: string; readonly hint?: PaymentHint | undefined },
): Promise<{ readonly mandate: Mandate; readonly changed: boolean }> => {
  let changed = false;
  for (let step = 1; ; step += 1) {
    const retriesRefunds = hint === undefined && step === 1;
    const { mandate, taken } = await takeStep(deps, context, {
      mandateId,
      decide: async (seen) => {
        for (const look of looks) {
          const decided = await look(deps, context, { mandate: seen, hint, retriesRefunds });
          if (decided !== undefined) return decided;
        }
        return undefined;
      },
    });
    changed ||= taken;
    if (!taken || step === mostSteps) return { mandate, changed };
  }
};

/**
 * Looks where a silent provider is no reason to fail, since somebody looks again.
 * @returns the mandate as it is now, and whether the provider was heard
 * @throws mandate_not_found; temporarily_unavailable when the table does not answer
 */
export const followIfAnswered = async (
  deps: LookingDependencies,
  context: OperationContext,
  mandateId: string,
): Promise<{ readonly mandate: Mandate; readonly answered: boolean }> => {
  try {
    const { mandate } = await follow(deps, context, { mandateId });
    return { mandate, answered: true };
  } catch (error) {
    if (!(error instanceof TemporarilyUnavailable)) throw error;
    context.log.warn('provider_silent', { code: error.code });
    return { mandate: await loadMandate(deps, context, mandateId), answered: false };
  }
};

import type { OperationContext } from '../kernel/operation/context.ts';
import type { WorkflowEngine } from '../kernel/platform/platform.ts';
import { advance } from './domain/issuance.ts';
import type { StepDependencies } from './issuance-steps.ts';
import { only, takeStep } from './issuance-steps.ts';
import type { Waiter } from './ports/issuance-store.ts';

type Dependencies = StepDependencies & { readonly workflows: WorkflowEngine };

export interface KycOutcome {
  readonly kycId: string;
  /** Final status of the case. */
  readonly outcome: string;
}

/**
 * Tells one execution how the case ended, then forgets it. Safe to repeat: a token that was answered, or that a later
 * try has replaced, is not waited for any more.
 */
export const answerWaiter = async (
  deps: Dependencies,
  context: OperationContext,
  { waiter, outcome, kycId }: KycOutcome & { readonly waiter: Waiter },
): Promise<void> => {
  const { issuanceId, taskToken } = waiter;
  if (outcome === 'approved') {
    await takeStep(deps, context, { issuanceId, decide: (issuance) => only(advance(issuance, 'creating_balance')) });
    await deps.workflows.succeed(taskToken, {});
  } else {
    await deps.workflows.fail(taskToken, { error: `kyc_${outcome}`, cause: 'The KYC case ended without approval.' });
  }
  await deps.issuances.stopWaiting(context.tenant, kycId, waiter);
};

/** Tells every execution that waits for a KYC case how it ended; each is forgotten after its answer, so this ends. */
export const answerKyc = async (deps: Dependencies, context: OperationContext, end: KycOutcome): Promise<void> => {
  for (;;) {
    const waiters = await deps.issuances.waiters(context.tenant, end.kycId);
    if (waiters.length === 0) return;
    for (const waiter of waiters) await answerWaiter(deps, context, { ...end, waiter });
  }
};

import type { OperationContext } from '../kernel/operation/context.ts';
import type { WorkflowEngine } from '../kernel/platform/platform.ts';
import { advance } from './domain/issuance.ts';
import type { StepDependencies } from './issuance-steps.ts';
import { commitStep, loadIssuance } from './issuance-steps.ts';
import type { Waiter } from './ports/issuance-store.ts';

type Dependencies = StepDependencies & { readonly workflows: WorkflowEngine };

export interface KycOutcome {
  readonly kycId: string;
  /** Final status of the case. */
  readonly outcome: string;
}

const answerOne = async (
  deps: Dependencies,
  context: OperationContext,
  end: KycOutcome & { waiter: Waiter },
): Promise<void> => {
  const { waiter, outcome, kycId } = end;
  if (outcome === 'approved') {
    const issuance = await loadIssuance(deps.issuances, context, waiter.issuanceId);
    await commitStep(deps, context, { changed: advance(issuance, 'creating_balance') });
    await deps.workflows.succeed(waiter.taskToken, {});
  } else {
    await deps.workflows.fail(waiter.taskToken, {
      error: `kyc_${outcome}`,
      cause: 'The KYC case ended without approval.',
    });
  }
  await deps.issuances.stopWaiting(context.tenant, kycId, waiter.issuanceId);
};

/**
 * Tells the executions that wait for a KYC case how it ended. Safe to repeat: an answered token is not waited for any
 * more, and the waiter goes last.
 */
export const answerKyc = async (deps: Dependencies, context: OperationContext, end: KycOutcome): Promise<void> => {
  for (const waiter of await deps.issuances.waiters(context.tenant, end.kycId)) {
    await answerOne(deps, context, { ...end, waiter });
  }
};

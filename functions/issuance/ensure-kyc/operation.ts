import type { CustomerDirectory } from '../../customers/ports/customer-directory.ts';
import type { Verification } from '../../customers/ports/verification.ts';
import { DomainError, NotFound } from '../../kernel/errors/domain-error.ts';
import type { OperationContext } from '../../kernel/operation/context.ts';
import type { TaskUseCase } from '../../kernel/operation/task-operation.ts';
import type { WorkflowEngine } from '../../kernel/platform/platform.ts';
import type { Issuance } from '../domain/issuance.ts';
import { advance } from '../domain/issuance.ts';
import type { StepDependencies } from '../issuance-steps.ts';
import { loadIssuance, only, takeStep } from '../issuance-steps.ts';
import { answerWaiter } from '../kyc-answer.ts';
import type { ensureKyc as declaration } from './declaration.ts';

interface Dependencies extends StepDependencies {
  readonly customers: CustomerDirectory;
  readonly verification: Verification;
  readonly workflows: WorkflowEngine;
}

/** Without a wish the customer's present level must do. */
const presentLevel = async (
  { customers }: Dependencies,
  context: OperationContext,
  { customerId }: Issuance,
): Promise<void> => {
  const customer = await customers.find(context.tenant, customerId);
  if (customer === undefined) throw new NotFound('customer_not_found');
  if (customer.kycLevel === 'none') {
    throw new DomainError('forbidden', 'kyc_required', { detail: 'The customer is not verified.' });
  }
};

/** The case to wait for: the one of an earlier try, or the one that is open or opened now; undefined: none is needed. */
const caseOf = async (
  deps: Dependencies,
  context: OperationContext,
  issuance: Issuance,
): Promise<string | undefined> => {
  const { wantedKyc, customerId, plannedKycId } = issuance;
  if (issuance.kycId !== undefined) return issuance.kycId;
  if (wantedKyc === undefined) {
    await presentLevel(deps, context, issuance);
    return undefined;
  }
  const standing = await deps.verification.ensure(context, { customerId, ...wantedKyc, kycId: plannedKycId });
  return standing.kind === 'open' ? standing.kycId : undefined;
};

/** Notes that KYC is satisfied, or which case is waited for. @returns the issuance after that */
const noteKyc = (deps: Dependencies, context: OperationContext, found: { issuanceId: string; kycId?: string }) =>
  takeStep(deps, context, {
    issuanceId: found.issuanceId,
    decide: (issuance) =>
      only(
        found.kycId === undefined
          ? advance(issuance, 'creating_balance')
          : advance(issuance, 'awaiting_kyc', { kycId: found.kycId }),
      ),
  });

/**
 * First step of the issuance workflow (AN-03, AN-04).
 *
 * In: the issuance and the token of the waiting execution. Out: nothing; the token is answered now or later.
 * 1. Satisfied already, or done by an earlier try: note it and let the execution go on at once.
 * 2. Otherwise open the case (once per issuance), note it, and leave the token with the case.
 * 3. Look whether the case ended meanwhile: its event may have come before the token was there. Then this token is
 *    answered here, whoever else answers it too.
 */
export const ensureKyc =
  (deps: Dependencies): TaskUseCase<typeof declaration> =>
  async (context, { issuanceId, taskToken }) => {
    const before = await loadIssuance(deps.issuances, context, issuanceId);
    const opened = before.status === 'awaiting_kyc' ? await caseOf(deps, context, before) : undefined;
    const { status, kycId } = await noteKyc(deps, context, {
      issuanceId,
      ...(opened === undefined ? {} : { kycId: opened }),
    });
    if (status !== 'awaiting_kyc' || kycId === undefined) {
      await deps.workflows.succeed(taskToken, {});
      return {};
    }
    const waiter = { issuanceId, taskToken };
    await deps.issuances.wait(context.tenant, kycId, waiter);
    const outcome = await deps.verification.outcome(context, kycId);
    if (outcome !== undefined) await answerWaiter(deps, context, { kycId, outcome, waiter });
    return {};
  };

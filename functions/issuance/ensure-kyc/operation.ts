import type { CustomerDirectory } from '../../customers/ports/customer-directory.ts';
import type { Verification } from '../../customers/ports/verification.ts';
import { DomainError, NotFound } from '../../kernel/errors/domain-error.ts';
import type { OperationContext } from '../../kernel/operation/context.ts';
import type { TaskUseCase } from '../../kernel/operation/task-operation.ts';
import type { WorkflowEngine } from '../../kernel/platform/platform.ts';
import type { Issuance } from '../domain/issuance.ts';
import { advance } from '../domain/issuance.ts';
import type { StepDependencies } from '../issuance-steps.ts';
import { commitStep, loadIssuance } from '../issuance-steps.ts';
import { answerKyc } from '../kyc-answer.ts';
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
  if (customer === undefined) throw new NotFound('customer_not_found', 'There is no such customer.');
  if (customer.kycLevel === 'none')
    throw new DomainError('forbidden', 'kyc_required', { detail: 'The customer is not verified.' });
};

const openCase = async (
  deps: Dependencies,
  context: OperationContext,
  issuance: Issuance,
): Promise<string | undefined> => {
  const { wantedKyc, customerId, plannedKycId } = issuance;
  if (wantedKyc === undefined) {
    await presentLevel(deps, context, issuance);
    return undefined;
  }
  const standing = await deps.verification.ensure(context, { customerId, ...wantedKyc, kycId: plannedKycId });
  return standing.kind === 'open' ? standing.kycId : undefined;
};

/**
 * First step of the issuance workflow (AN-03, AN-04).
 *
 * In: the issuance and the token of the waiting execution. Out: nothing; the token is answered now or later.
 * 1. Satisfied already: note it and let the execution go on at once.
 * 2. Otherwise open the case (once per issuance), note it, and leave the token with the case.
 * 3. Look whether the case ended meanwhile: its event may have come before the token was there.
 */
export const ensureKyc =
  (deps: Dependencies): TaskUseCase<typeof declaration> =>
  async (context, { issuanceId, taskToken }) => {
    const issuance = await loadIssuance(deps.issuances, context, issuanceId);
    const kycId = await openCase(deps, context, issuance);
    if (kycId === undefined) {
      await commitStep(deps, context, { changed: advance(issuance, 'creating_balance') });
      await deps.workflows.succeed(taskToken, {});
      return {};
    }
    await commitStep(deps, context, { changed: advance(issuance, 'awaiting_kyc', { kycId }) });
    await deps.issuances.wait(context.tenant, kycId, { issuanceId, taskToken });
    const outcome = await deps.verification.outcome(context, kycId);
    if (outcome !== undefined) await answerKyc(deps, context, { kycId, outcome });
    return {};
  };

import type { KycCaseDirectory } from '../../customers/ports/kyc-case-directory.ts';
import type { OperationContext } from '../../kernel/operation/context.ts';
import type { QueueUseCase } from '../../kernel/operation/queue-operation.ts';
import type { WorkflowEngine } from '../../kernel/platform/platform.ts';
import type { StepDependencies } from '../issuance-steps.ts';
import { answerKyc } from '../kyc-answer.ts';
import type { resumeIssuance as declaration } from './declaration.ts';

interface Dependencies extends StepDependencies {
  readonly cases: Pick<KycCaseDirectory, 'coveredBy'>;
  readonly workflows: WorkflowEngine;
  readonly contextOf: (tenantId: string, requestId: string) => Promise<OperationContext>;
}

/**
 * Answers the tokens that wait for the case of the event; nobody waiting is the normal case of a KYC without issuance.
 * An approval also ends the waiting for the customer's other cases of that level or below: the tenant may have vouched
 * for the customer meanwhile (AN-34), or a video call may have come before the OTP.
 */
export const resumeIssuance =
  ({ contextOf, cases, ...deps }: Dependencies): QueueUseCase<typeof declaration> =>
  async ({ message: { detail }, messageId }) => {
    const context = await contextOf(detail.tenantId, messageId);
    const outcome = detail.type.slice('kyc.'.length);
    await answerKyc(deps, context, { kycId: detail.resource.id, outcome });
    if (outcome !== 'approved') return;
    for (const kycId of await cases.coveredBy(context.tenant, detail.resource.id)) {
      await answerKyc(deps, context, { kycId, outcome });
    }
  };

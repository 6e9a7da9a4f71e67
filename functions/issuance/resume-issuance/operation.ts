import type { OperationContext } from '../../kernel/operation/context.ts';
import type { QueueUseCase } from '../../kernel/operation/queue-operation.ts';
import type { WorkflowEngine } from '../../kernel/platform/platform.ts';
import type { StepDependencies } from '../issuance-steps.ts';
import { answerKyc } from '../kyc-answer.ts';
import type { resumeIssuance as declaration } from './declaration.ts';

interface Dependencies extends StepDependencies {
  readonly workflows: WorkflowEngine;
  readonly contextOf: (tenantId: string, requestId: string) => Promise<OperationContext>;
}

/** Answers the tokens that wait for the case of the event; nobody waiting is the normal case of a KYC without issuance. */
export const resumeIssuance =
  ({ contextOf, ...deps }: Dependencies): QueueUseCase<typeof declaration> =>
  async ({ message: { detail }, messageId }) => {
    const context = await contextOf(detail.tenantId, messageId);
    const outcome = detail.type.slice('kyc.'.length);
    await answerKyc(deps, context, { kycId: detail.resource.id, outcome });
  };

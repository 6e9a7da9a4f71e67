import type { TaskUseCase } from '../../kernel/operation/task-operation.ts';
import { advance, failureCodeOf } from '../domain/issuance.ts';
import type { StepDependencies } from '../issuance-steps.ts';
import { only, takeStep } from '../issuance-steps.ts';
import type { failIssuance as declaration } from './declaration.ts';

/** Catch of the issuance workflow: the issuance ends as failed, with the violation's code and an event (I13). */
export const failIssuance =
  (deps: StepDependencies): TaskUseCase<typeof declaration> =>
  async (context, { issuanceId, failure }) => {
    const failureCode = failureCodeOf(failure.Error);
    await takeStep(deps, context, {
      issuanceId,
      decide: (issuance) => only(advance(issuance, 'failed', { failureCode })),
    });
    return {};
  };

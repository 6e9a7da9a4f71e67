import type { OperationContext } from '../kernel/operation/context.ts';
import type { LookingDependencies } from './looking.ts';
import { followIfAnswered } from './mandate-following.ts';
import type { RegistrationStage } from './ports/registration-waiters.ts';
import type { AnsweringDependencies } from './registration-answer.ts';
import { answerWaiter } from './registration-answer.ts';

export type RegistrationDependencies = LookingDependencies & AnsweringDependencies;

/**
 * One step of the registration: leaves its token first and looks at the provider after that, so that what happened in
 * between is not missed. Then this token is answered here, whoever else answers it too. A provider that is silent for some
 * minutes ends no registration: its words, the mandate's timers and the poller look again.
 */
export const registrationStep =
  (deps: RegistrationDependencies, stage: RegistrationStage) =>
  async (
    context: OperationContext,
    { mandateId, taskToken }: { readonly mandateId: string; readonly taskToken: string },
  ): Promise<Record<string, never>> => {
    const waiter = { stage, taskToken };
    await deps.waiters.wait(context.tenant, mandateId, waiter);
    const { mandate } = await followIfAnswered(deps, context, mandateId);
    await answerWaiter(deps, context, { mandate, waiter });
    return {};
  };

import type { TaskUseCase } from '../../kernel/operation/task-operation.ts';
import type { RegistrationDependencies } from '../registration-step.ts';
import { registrationStep } from '../registration-step.ts';
import type { confirmToken as declaration } from './declaration.ts';

/** Second step of the registration: the bank confirms the token, and only then money may be asked for (SH-09). */
export const confirmToken = (deps: RegistrationDependencies): TaskUseCase<typeof declaration> =>
  registrationStep(deps, 'confirmation');

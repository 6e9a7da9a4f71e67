import type { TaskUseCase } from '../../kernel/operation/task-operation.ts';
import type { RegistrationDependencies } from '../registration-step.ts';
import { registrationStep } from '../registration-step.ts';
import type { awaitAuthentication as declaration } from './declaration.ts';

/** First step of the registration: the payer authenticates over INR 1 (SH-06, SH-16, SH-17). */
export const awaitAuthentication = (deps: RegistrationDependencies): TaskUseCase<typeof declaration> =>
  registrationStep(deps, 'authentication');

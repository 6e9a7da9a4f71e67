import type { TaskUseCase } from '../../kernel/operation/task-operation.ts';
import type { RegistrationDependencies } from '../registration-step.ts';
import { registrationStep } from '../registration-step.ts';
import type { refundAuthCharge as declaration } from './declaration.ts';

/** Last step of the registration: the INR 1 goes back, before any statement shows it (SH-07, SH-12). */
export const refundAuthCharge = (deps: RegistrationDependencies): TaskUseCase<typeof declaration> =>
  registrationStep(deps, 'refund');

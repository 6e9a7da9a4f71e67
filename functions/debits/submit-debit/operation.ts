import type { TimerUseCase } from '../../kernel/operation/task-operation.ts';
import type { Debiting } from '../debiting.ts';
import { submitDebit as submit } from '../submitting.ts';
import type { submitDebit as declaration } from './declaration.ts';

/** Asks for a debit's money; whether it may, is checked again at this moment. Fired twice it asks once. */
export const submitDebit =
  (deps: Debiting): TimerUseCase<typeof declaration> =>
  (context, { debitId }) =>
    submit(deps, context, debitId);

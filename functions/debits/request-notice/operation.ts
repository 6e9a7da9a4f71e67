import type { TimerUseCase } from '../../kernel/operation/task-operation.ts';
import type { Debiting } from '../debiting.ts';
import { requestNotice as request } from '../notifying.ts';
import type { requestNotice as declaration } from './declaration.ts';

/** Has the payer told of a debit to come; a debit that is told, or has ended, needs nothing. */
export const requestNotice =
  (deps: Debiting): TimerUseCase<typeof declaration> =>
  (context, { debitId }) =>
    request(deps, context, debitId);

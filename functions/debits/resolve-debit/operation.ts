import type { TimerUseCase } from '../../kernel/operation/task-operation.ts';
import type { Debiting } from '../debiting.ts';
import { resolveAttempt } from '../resolving.ts';
import type { resolveDebit as declaration } from './declaration.ts';

/** Looks what became of a debit whose money was asked for; looks again later while nothing is known. */
export const resolveDebit =
  (deps: Debiting): TimerUseCase<typeof declaration> =>
  (context, { debitId }) =>
    resolveAttempt(deps, context, debitId);

import type { TimerUseCase } from '../../kernel/operation/task-operation.ts';
import type { Debiting } from '../debiting.ts';
import { checkNotice as check } from '../notifying.ts';
import type { checkNotice as declaration } from './declaration.ts';

/** Looks whether a notice has arrived, in case nobody has said so; looks again later while nothing is known. */
export const checkNotice =
  (deps: Debiting): TimerUseCase<typeof declaration> =>
  (context, { debitId }) =>
    check(deps, context, debitId);

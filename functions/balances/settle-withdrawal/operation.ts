import type { TimerUseCase } from '../../kernel/operation/task-operation.ts';
import type { Withdrawing } from '../withdrawing.ts';
import { payOut } from '../withdrawing.ts';
import type { settleWithdrawal as declaration } from './declaration.ts';

/**
 * Finishes a withdrawal whose request died, or found the bank silent.
 *
 * 1. One that is unknown or ended meanwhile needs nothing: the timer may fire late and more than once.
 * 2. Repeat the order to the bank, which tells what became of it, and settle. Still no answer: fail, to be fired again.
 */
export const settleWithdrawal =
  (deps: Withdrawing): TimerUseCase<typeof declaration> =>
  async (context, { withdrawalId }) => {
    const withdrawal = await deps.withdrawals.find(context.tenant, withdrawalId);
    if (withdrawal !== undefined) await payOut(deps, context, withdrawal);
  };

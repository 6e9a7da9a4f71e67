import type { TimerUseCase } from '../../kernel/operation/task-operation.ts';
import type { BankLoading } from '../bank-load.ts';
import { settleBankLoad } from '../bank-load.ts';
import { isBankLoad } from '../domain/load.ts';
import type { settleLoad as declaration } from './declaration.ts';

/**
 * Brings a load to its end that nobody asks for any more (I5): the same steps as its request, from wherever it broke
 * off. A load that has ended needs nothing: the timer may fire late and more than once.
 */
export const settleLoad =
  (deps: BankLoading): TimerUseCase<typeof declaration> =>
  async (context, { loadId }) => {
    const load = await deps.loads.find(context.tenant, loadId);
    if (load !== undefined && isBankLoad(load)) await settleBankLoad(deps, context, load);
  };

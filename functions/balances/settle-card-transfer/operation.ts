import type { TimerUseCase } from '../../kernel/operation/task-operation.ts';
import type { CardTransferEnding } from '../card-transfer.ts';
import { endCardTransfer } from '../card-transfer.ts';
import type { settleCardTransfer as declaration } from './declaration.ts';

/**
 * Brings a transfer to its end that nobody asks for any more (I5): the same steps as its request, from wherever it broke
 * off. One that has ended needs nothing: the timer may fire late and more than once.
 */
export const settleCardTransfer =
  (deps: CardTransferEnding): TimerUseCase<typeof declaration> =>
  async (context, { transferId }) => {
    await endCardTransfer(deps, context, transferId);
  };

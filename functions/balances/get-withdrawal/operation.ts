import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import { withdrawalNotFound } from '../domain/withdrawal.ts';
import type { WithdrawalStore } from '../ports/withdrawal-store.ts';
import { presentWithdrawal } from '../withdrawal-answers.ts';
import type { getWithdrawal as declaration } from './declaration.ts';

interface Dependencies {
  readonly withdrawals: Pick<WithdrawalStore, 'find'>;
}

/** Shows a withdrawal as it is now (domain.md 2.7). */
export const getWithdrawal =
  ({ withdrawals }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params }) => {
    const withdrawal = await withdrawals.find(context.tenant, params.withdrawalId);
    if (withdrawal === undefined) throw withdrawalNotFound();
    return presentWithdrawal(withdrawal);
  };

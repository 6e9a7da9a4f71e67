import type { OperationContext } from '../../kernel/operation/context.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import { requireOther } from '../maker-checker.ts';
import type { Withdrawal } from '../domain/withdrawal.ts';
import { approved, requirePending, withdrawableStates, withdrawalNotFound } from '../domain/withdrawal.ts';
import { withdrawalRecord } from '../domain/withdrawal-events.ts';
import { presentWithdrawal } from '../withdrawal-answers.ts';
import type { Withdrawing } from '../withdrawing.ts';
import { answerOf, completion, settleLater } from '../withdrawing.ts';
import type { approveWithdrawal as declaration } from './declaration.ts';

/** Approved before the bank is asked: from now on nobody can refuse it, and the timer finishes it. */
const approve = (
  { withdrawals, ledger, unitOfWork }: Withdrawing,
  context: OperationContext,
  next: Withdrawal,
): Promise<Withdrawal> => {
  const { tenant } = context;
  const { withdrawalId, balanceId } = next;
  const work = {
    writes: [
      withdrawals.replace(tenant, next, 'pending_approval'),
      ledger.inState(tenant, balanceId, withdrawableStates),
      settleLater(context, withdrawalId),
    ],
    records: [withdrawalRecord(withdrawals.partition(tenant, withdrawalId), next, 'pending_approval')],
  };
  return unitOfWork.commit({ ...context, idempotency: undefined }, work, next);
};

/**
 * Carries out a withdrawal that waits for approval (domain.md 2.7). Its money has been held since it was asked for.
 *
 * 1. Find it; who asked for it does not decide. A repeat of the request that approved it goes on where that ended.
 * 2. To the program: settle the held money, purse, journal entry and key in one transaction.
 * 3. To a bank account: commit the approval with a timer, then pay and settle (withdrawing.ts).
 */
export const approveWithdrawal =
  (deps: Withdrawing): HttpUseCase<typeof declaration> =>
  async ({ context, params }) => {
    const { tenant, caller, idempotency } = context;
    const approvalId = idempotency?.reservedId('req') ?? deps.ids.nextGlobal('req');
    const before = await deps.withdrawals.find(tenant, params.withdrawalId);
    if (before === undefined) throw withdrawalNotFound();
    requireOther(before.maker, caller);
    if (before.approvalId === approvalId) return answerOf(deps, context, before);
    requirePending(before);
    if (before.payee.type === 'bank_account') {
      return answerOf(deps, context, await approve(deps, context, approved(before, approvalId)));
    }
    const { next, work } = await completion(deps, context, { withdrawal: before, states: withdrawableStates });
    return deps.unitOfWork.commit(context, work, presentWithdrawal(next));
  };

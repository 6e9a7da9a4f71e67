import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { requireOther } from '../maker-checker.ts';
import { rejected, withdrawalNotFound } from '../domain/withdrawal.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { WithdrawalStore } from '../ports/withdrawal-store.ts';
import { presentWithdrawal } from '../withdrawal-answers.ts';
import { withdrawn } from '../withdrawing.ts';
import type { rejectWithdrawal as declaration } from './declaration.ts';

interface Dependencies {
  readonly withdrawals: WithdrawalStore;
  readonly ledger: Ledger;
  readonly unitOfWork: UnitOfWork;
}

/**
 * Refuses a withdrawal that waits for approval (domain.md 2.7).
 *
 * 1. Find it; who asked for it does not decide.
 * 2. Commit its end, the release of its money, record and key together. The stored state decides whether somebody
 *    approved or refused it before.
 */
export const rejectWithdrawal =
  (deps: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params }) => {
    const before = await deps.withdrawals.find(context.tenant, params.withdrawalId);
    if (before === undefined) throw withdrawalNotFound();
    requireOther(before.maker, context.caller);
    const next = rejected(before);
    const work = withdrawn(deps, context, { next, before: 'pending_approval' });
    return deps.unitOfWork.commit(context, work, presentWithdrawal(next));
  };

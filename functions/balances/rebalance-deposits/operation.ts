import { ConcurrentChange, TemporarilyUnavailable } from '../../kernel/errors/domain-error.ts';
import { errorFields } from '../../kernel/observability/log.ts';
import type { OperationContext } from '../../kernel/operation/context.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { rebalancingOf } from '../domain/deposit-rebalancing.ts';
import type { DepositRebalancing } from '../ports/deposit-rebalancing.ts';

interface Dependencies {
  readonly deposits: DepositRebalancing;
  readonly contextOf: (tenantId: string) => Promise<OperationContext>;
  readonly unitOfWork: UnitOfWork;
}

/** Authorizations went first; the next run looks again. */
const wasOutrun = (error: unknown): boolean =>
  error instanceof ConcurrentChange || error instanceof TemporarilyUnavailable;

/**
 * Evens out deposits whose slices drifted apart (I20).
 *
 * For every deposit: read its slices, and when the poorest has less than half of the mean and the richest more than one
 * and a half, move money in one transaction. What moves is added and taken away relative to what is there, and a slice
 * that gives must still have it: whatever is charged meanwhile, the sum stays. No account changes, so nothing is booked.
 */
export const rebalanceDeposits =
  ({ deposits, contextOf, unitOfWork }: Dependencies) =>
  async (): Promise<void> => {
    await deposits.eachDeposit(async (deposit) => {
      const rebalancing = rebalancingOf(await deposits.levels(deposit));
      if (rebalancing === undefined) return;
      const context = await contextOf(deposit.tenant.tenantId);
      try {
        await unitOfWork.commit(context, { writes: deposits.move(deposit, rebalancing), records: [] }, undefined);
      } catch (error) {
        if (!wasOutrun(error)) throw error;
        context.log.warn('deposit_not_rebalanced', errorFields(error));
      }
    });
  };

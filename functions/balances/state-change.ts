import type { Caller, OperationContext } from '../kernel/operation/context.ts';
import type { UnitOfWork } from '../kernel/persistence/unit-of-work.ts';
import { presentBalance } from './answers.ts';
import type { Balance, NextState, Origin } from './domain/balance.ts';
import { inState } from './domain/balance.ts';
import { balanceNotFound } from './domain/balance-errors.ts';
import { balanceStateChanged } from './domain/balance-events.ts';
import type { BalanceStore } from './ports/balance-store.ts';

export interface StateChangeDependencies {
  readonly balances: BalanceStore;
  readonly unitOfWork: UnitOfWork;
}

interface StateChange {
  readonly balanceId: string;
  /** Where to, or what decides that. */
  readonly state: NextState | ((before: Balance) => Promise<NextState>);
  readonly reason: string | undefined;
}

const originOf = (caller: Caller): Origin => {
  if (caller.kind === 'tenant') return 'tenant';
  if (caller.kind !== 'staff') return 'platform';
  return caller.staffOf === 'platform' ? 'operator' : 'staff';
};

/**
 * Takes a balance into another state, with a record of the reason and of whom it came from (domain.md 2.3). Money that
 * moves at the same moment is not overwritten: only state and version are written. Whether the state allows it is
 * decided by the write, so that a repeat which runs beside the first try gets the first one's answer.
 * @throws balance_not_found, invalid_state, concurrent_change
 */
export const takeState = async (
  { balances, unitOfWork }: StateChangeDependencies,
  context: OperationContext,
  { balanceId, state, reason }: StateChange,
): Promise<ReturnType<typeof presentBalance>> => {
  const { tenant, caller } = context;
  const before = await balances.find(tenant, balanceId);
  if (before === undefined) throw balanceNotFound();
  const after = inState(before, typeof state === 'string' ? state : await state(before));
  const cause = { origin: originOf(caller), reason };
  const record = balanceStateChanged(balances.partition(tenant, balanceId), { before, after }, cause);
  const writes = [balances.changeState(tenant, after)];
  return unitOfWork.commit(context, { writes, records: [record] }, presentBalance(after));
};

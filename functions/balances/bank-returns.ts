import type { IdGenerator } from '../kernel/ids/ids.ts';
import { withPrefix } from '../kernel/ids/ids.ts';
import { money } from '../kernel/money/money.ts';
import type { OperationContext } from '../kernel/operation/context.ts';
import type { UnitOfWork } from '../kernel/persistence/unit-of-work.ts';
import { customerAccount, move } from './domain/accounts.ts';
import type { Balance } from './domain/balance.ts';
import { balanceNotFound } from './domain/balance-errors.ts';
import { isBankLoad, returned } from './domain/load.ts';
import { leaving, transactionRecord } from './domain/transaction.ts';
import { returnedWith } from './domain/withdrawal.ts';
import { withdrawalReturnEntry, withdrawalReturned } from './domain/withdrawal-events.ts';
import type { BalanceStore } from './ports/balance-store.ts';
import type { BankReturns } from './ports/bank-returns.ts';
import type { Ledger } from './ports/ledger.ts';
import type { LoadStore } from './ports/load-store.ts';
import type { PersonLimits } from './ports/person-limits.ts';
import type { WithdrawalStore } from './ports/withdrawal-store.ts';

interface Dependencies {
  readonly loads: LoadStore;
  readonly withdrawals: WithdrawalStore;
  readonly limits: Pick<PersonLimits, 'lower'>;
  readonly balances: BalanceStore;
  readonly ledger: Pick<Ledger, 'forceDebit' | 'correct'>;
  readonly unitOfWork: UnitOfWork;
  readonly ids: IdGenerator;
}

type Outcome = Awaited<ReturnType<BankReturns['apply']>>;

const balanceOf = async (
  { balances }: Dependencies,
  { tenant }: OperationContext,
  balanceId: string,
): Promise<Balance> => {
  const balance = await balances.find(tenant, balanceId);
  if (balance === undefined) throw balanceNotFound();
  return balance;
};

/**
 * Posts the return of a load: the balance bears it, spent or not; a closed one cannot, so `suspense` does (domain.md
 * 2.3). What was counted as loaded in a window stays counted: the limit is on what comes in.
 */
const returnLoad = async (deps: Dependencies, context: OperationContext, resourceId: string): Promise<Outcome> => {
  const { loads, balances, ledger, unitOfWork, ids } = deps;
  const { tenant } = context;
  const load = await loads.find(tenant, resourceId);
  if (load === undefined || !isBankLoad(load)) return 'not_allowed';
  if (load.status !== 'completed') return load.status === 'returned' ? 'already' : 'not_allowed';
  const { loadId, balanceId, amount } = load;
  const { state, person } = await balanceOf(deps, context, balanceId);
  const isClosed = state === 'closed';
  const eventId = ids.next('evt', tenant);
  const transactionId = withPrefix(eventId, 'txn');
  const record = transactionRecord(
    balances.partition(tenant, balanceId),
    { transactionId, balanceId, type: 'load_return', ...amount, minor: -amount.minor, reference: loadId },
    {
      eventId,
      legs: move(isClosed ? 'suspense' : customerAccount(balanceId), 'pooled', amount),
      ...leaving(isClosed ? undefined : person, amount),
    },
  );
  const writes = [
    loads.replace(tenant, returned(load)),
    ...(isClosed ? [] : [ledger.forceDebit(tenant, balanceId, { amount, person })]),
  ];
  await unitOfWork.commit(context, { writes, records: [record] }, undefined);
  return 'applied';
};

/**
 * Posts the return of a withdrawal: the money is the customer's, so it comes back past every limit and into a frozen or
 * closing balance too; a closed one takes none, and `suspense` keeps it (domain.md 2.3). What the person holds rises with
 * it, so that the limits bind what comes next.
 */
const returnWithdrawal = async (
  deps: Dependencies,
  context: OperationContext,
  resourceId: string,
): Promise<Outcome> => {
  const { withdrawals, balances, ledger, limits, unitOfWork, ids } = deps;
  const { tenant } = context;
  const withdrawal = await withdrawals.find(tenant, resourceId);
  if (withdrawal?.status !== 'completed' || withdrawal.payee.type !== 'bank_account') return 'not_allowed';
  if (withdrawal.returnTransactionId !== undefined) return 'already';
  const { withdrawalId, balanceId, amount } = withdrawal;
  const { state, person } = await balanceOf(deps, context, balanceId);
  const isClosed = state === 'closed';
  const eventId = ids.next('evt', tenant);
  const transactionId = withPrefix(eventId, 'txn');
  const next = returnedWith(withdrawal, transactionId);
  const counted = isClosed ? undefined : person;
  const writes = [
    withdrawals.replace(tenant, next, 'completed'),
    withdrawals.notGivenBack(tenant, next),
    ...(isClosed ? [] : [ledger.correct(tenant, balanceId, { amount, person })]),
    ...(counted === undefined ? [] : [limits.lower(counted, money(-amount.minor, amount.currency))]),
  ];
  const records = [
    withdrawalReturned(withdrawals.partition(tenant, withdrawalId), next),
    withdrawalReturnEntry(balances.partition(tenant, balanceId), next, { eventId, transactionId, isClosed }),
  ];
  await unitOfWork.commit(context, { writes, records }, undefined);
  return 'applied';
};

/** Applies the returns that a bank tells of; the id says what it is that comes back. */
export const bankReturns = (deps: Dependencies): BankReturns => ({
  apply: (context, resourceId) =>
    resourceId.startsWith('wdr_') ? returnWithdrawal(deps, context, resourceId) : returnLoad(deps, context, resourceId),
});

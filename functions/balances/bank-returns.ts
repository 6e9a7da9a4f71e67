import type { IdGenerator } from '../kernel/ids/ids.ts';
import { withPrefix } from '../kernel/ids/ids.ts';
import type { UnitOfWork } from '../kernel/persistence/unit-of-work.ts';
import { customerAccount, move } from './domain/accounts.ts';
import { balanceNotFound } from './domain/balance-errors.ts';
import { isBankLoad, returned } from './domain/load.ts';
import { leaving, transactionRecord } from './domain/transaction.ts';
import type { BalanceStore } from './ports/balance-store.ts';
import type { BankReturns } from './ports/bank-returns.ts';
import type { Ledger } from './ports/ledger.ts';
import type { LoadStore } from './ports/load-store.ts';

interface Dependencies {
  readonly loads: LoadStore;
  readonly balances: BalanceStore;
  readonly ledger: Pick<Ledger, 'forceDebit'>;
  readonly unitOfWork: UnitOfWork;
  readonly ids: IdGenerator;
}

/**
 * Posts the return of a load: the balance bears it, spent or not; a closed one cannot, so `suspense` does (domain.md
 * 2.3). What was counted as loaded in a window stays counted: the limit is on what comes in.
 */
export const bankReturns = ({ loads, balances, ledger, unitOfWork, ids }: Dependencies): BankReturns => ({
  apply: async (context, resourceId) => {
    const { tenant } = context;
    const load = await loads.find(tenant, resourceId);
    if (load === undefined || !isBankLoad(load)) return 'not_allowed';
    if (load.status !== 'completed') return load.status === 'returned' ? 'already' : 'not_allowed';
    const { loadId, balanceId, amount } = load;
    const balance = await balances.find(tenant, balanceId);
    if (balance === undefined) throw balanceNotFound();
    const { state, person } = balance;
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
  },
});

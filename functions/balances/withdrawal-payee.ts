import type { OperationContext } from '../kernel/operation/context.ts';
import type { Money } from '../kernel/money/money.ts';
import type { Balance } from './domain/balance.ts';
import { bankAccountNotFound } from './domain/load-errors.ts';
import type { RecordedTransaction } from './domain/recorded-transaction.ts';
import type { Payee } from './domain/withdrawal.ts';
import { destinationInvalid, sourceUnknown } from './domain/withdrawal.ts';
import type { BankAccountStore } from './ports/bank-account-store.ts';
import type { LoadStore } from './ports/load-store.ts';
import type { TransactionHistory } from './ports/transaction-history.ts';
import type { WithdrawalStore } from './ports/withdrawal-store.ts';

/** What tells where a withdrawal goes. */
export interface PayeeDependencies {
  readonly accounts: Pick<BankAccountStore, 'findByToken'>;
  readonly loads: Pick<LoadStore, 'find'>;
  readonly history: Pick<TransactionHistory, 'ofBalance'>;
  readonly withdrawals: Pick<WithdrawalStore, 'givenBack'>;
}

/** What a caller names. */
export type Destination =
  | { readonly type: 'program' }
  | { readonly type: 'source' }
  | { readonly type: 'bank_account'; readonly token: string };

/** Where a withdrawal goes. */
export interface FoundPayee {
  readonly payee: Payee;
  /** For a source: what came from there, as far as it was looked at. No more goes back in all; minor units. */
  readonly came?: bigint | undefined;
}

/** How far back a source is looked for. */
const loadsPerPage = 100;
const mostPages = 5;

const keyOf = (payee: Payee): string => (payee.type === 'program' ? payee.type : payee.token);

/**
 * Where a load came from: a bank account, or the program, out of whose credit every other load is charged; undefined when
 * it was taken back.
 */
const originOf = async (
  { loads }: Pick<PayeeDependencies, 'loads'>,
  { tenant }: OperationContext,
  { reference }: RecordedTransaction,
): Promise<Payee | undefined> => {
  const load = await loads.find(tenant, reference);
  if (load?.source.type !== 'bank_account') return { type: 'program' };
  return load.status === 'completed' ? load.source : undefined;
};

/**
 * The source of the newest loads from which as much came as goes back now, and went back before.
 * @throws source_unknown
 */
const sourceOf = async (
  deps: PayeeDependencies,
  context: OperationContext,
  { balanceId, amount }: { readonly balanceId: string; readonly amount: Money },
): Promise<FoundPayee> => {
  const { history, withdrawals } = deps;
  const came = new Map<string, bigint>();
  const gone = new Map<string, bigint>();
  let cursor: string | undefined;
  for (let page = 1; page <= mostPages; page += 1) {
    const loads = await history.ofBalance(context, balanceId, { type: 'load', limit: loadsPerPage, cursor });
    const origins = await Promise.all(loads.data.map((load) => originOf(deps, context, load)));
    for (const [at, payee] of origins.entries()) {
      if (payee === undefined) continue;
      const key = keyOf(payee);
      const sum = (came.get(key) ?? 0n) + (loads.data[at]?.minor ?? 0n);
      const before = gone.get(key) ?? (await withdrawals.givenBack(context.tenant, balanceId, payee));
      came.set(key, sum);
      gone.set(key, before);
      if (sum >= before + amount.minor) return { payee, came: sum };
    }
    if (loads.nextCursor === null) break;
    cursor = loads.nextCursor;
  }
  throw sourceUnknown();
};

/** @throws bank_account_not_found, destination_invalid when the account takes another currency, source_unknown */
export const payeeOf = async (
  deps: PayeeDependencies,
  context: OperationContext,
  wanted: { readonly balance: Balance; readonly destination: Destination; readonly amount: Money },
): Promise<FoundPayee> => {
  const { balance, destination, amount } = wanted;
  if (destination.type === 'program') return { payee: { type: 'program' } };
  if (destination.type === 'source') return sourceOf(deps, context, { balanceId: balance.balanceId, amount });
  const { token } = destination;
  const account = await deps.accounts.findByToken(context.tenant, balance.customerId, token);
  if (account === undefined) throw bankAccountNotFound();
  if (account.currency !== amount.currency) throw destinationInvalid();
  return { payee: { type: 'bank_account', token } };
};

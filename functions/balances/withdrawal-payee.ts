import type { OperationContext } from '../kernel/operation/context.ts';
import type { Money } from '../kernel/money/money.ts';
import type { Balance } from './domain/balance.ts';
import { bankAccountNotFound } from './domain/load-errors.ts';
import type { Payee } from './domain/withdrawal.ts';
import { destinationInvalid, sourceUnknown } from './domain/withdrawal.ts';
import type { BankAccountStore } from './ports/bank-account-store.ts';
import type { LoadStore } from './ports/load-store.ts';
import type { TransactionHistory } from './ports/transaction-history.ts';

/** What tells where a withdrawal goes. */
export interface PayeeDependencies {
  readonly accounts: Pick<BankAccountStore, 'findByToken'>;
  readonly loads: Pick<LoadStore, 'find'>;
  readonly history: Pick<TransactionHistory, 'ofBalance'>;
}

/** What a caller names. */
export type Destination =
  | { readonly type: 'program' }
  | { readonly type: 'source' }
  | { readonly type: 'bank_account'; readonly token: string };

/** How far back a source is looked for. */
const loadsLookedAt = 100;

/**
 * Where the newest load came from that was at least as large and was not taken back: a bank account, or the program,
 * out of whose credit every other load is charged.
 */
const sourceOf = async (
  { loads, history }: PayeeDependencies,
  context: OperationContext,
  { balanceId, amount }: { readonly balanceId: string; readonly amount: Money },
): Promise<Payee> => {
  const page = await history.ofBalance(context, balanceId, { type: 'load', limit: loadsLookedAt });
  for (const { reference } of page.data.filter((load) => load.minor >= amount.minor)) {
    const load = await loads.find(context.tenant, reference);
    if (load?.source.type !== 'bank_account') return { type: 'program' };
    if (load.status === 'completed') return load.source;
  }
  throw sourceUnknown();
};

/** @throws bank_account_not_found, destination_invalid when the account takes another currency, source_unknown */
export const payeeOf = async (
  deps: PayeeDependencies,
  context: OperationContext,
  wanted: { readonly balance: Balance; readonly destination: Destination; readonly amount: Money },
): Promise<Payee> => {
  const { balance, destination, amount } = wanted;
  if (destination.type === 'program') return { type: 'program' };
  if (destination.type === 'source') return sourceOf(deps, context, { balanceId: balance.balanceId, amount });
  const { token } = destination;
  const account = await deps.accounts.findByToken(context.tenant, balance.customerId, token);
  if (account === undefined) throw bankAccountNotFound();
  if (account.currency !== amount.currency) throw destinationInvalid();
  return { type: 'bank_account', token };
};

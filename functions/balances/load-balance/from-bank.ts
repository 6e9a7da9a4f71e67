import { ConcurrentChange, InvalidState } from '../../kernel/errors/domain-error.ts';
import type { Money } from '../../kernel/money/money.ts';
import type { OperationContext } from '../../kernel/operation/context.ts';
import type { BankLoading } from '../bank-load.ts';
import { settleBankLoad, settleLater } from '../bank-load.ts';
import { CurrencyMismatch } from '../domain/balance-errors.ts';
import type { BankLoad } from '../domain/load.ts';
import { isBankLoad } from '../domain/load.ts';
import { bankAccountNotFound, loadRefusal } from '../domain/load-errors.ts';
import type { LimitedMoney } from '../limited-money.ts';
import { balanceFor, commitWithin, limitUse, withOwner } from '../limited-money.ts';
import { presentLoad } from '../movement-answers.ts';
import type { BankAccountStore } from '../ports/bank-account-store.ts';

export type BankSource = LimitedMoney & BankLoading & { readonly bankAccounts: BankAccountStore };

interface Order {
  readonly balanceId: string;
  readonly amount: Money;
  readonly source: BankLoad['source'];
}

const find = async (deps: BankSource, context: OperationContext, loadId: string): Promise<BankLoad | undefined> => {
  const load = await deps.loads.find(context.tenant, loadId);
  return load !== undefined && isBankLoad(load) ? load : undefined;
};

/**
 * The load in progress, with the limits that it needs reserved, before any money is asked for.
 * @throws bank_account_not_found, invalid_state, limit_exceeded and what refuses any load
 */
const start = async (
  deps: BankSource,
  context: OperationContext,
  { balanceId, amount, source, loadId }: Order & { readonly loadId: string },
): Promise<BankLoad> => {
  const { tenant } = context;
  const balance = await balanceFor(deps, context, { balanceId, amount });
  const [to, account] = await Promise.all([
    withOwner(deps, context, balance),
    deps.bankAccounts.findByToken(tenant, balance.customerId, source.token),
  ]);
  if (account === undefined) throw bankAccountNotFound();
  if (account.currency !== amount.currency) throw new CurrencyMismatch(balance.currency);
  if (balance.state !== 'active') throw new InvalidState(`The balance is ${balance.state}.`);
  const use = limitUse(context, to, { movement: 'load', amount });
  const load: BankLoad = {
    ...{ loadId, balanceId, customerId: balance.customerId, amount, source },
    status: 'processing',
    person: use.caps.length === 0 ? balance.person : to.person,
    level: to.owner.kycLevel,
    createdAt: use.at,
    sequence: 1,
  };
  // The load first: when it is there already, that is the refusal to hear, not a limit that it reserved itself.
  const writes = [deps.loads.create(tenant, load), settleLater(context, loadId), ...deps.limits.raise(tenant, use)];
  try {
    return await commitWithin(
      deps,
      { ...context, idempotency: undefined },
      { work: { writes, records: [] }, answer: load },
    );
  } catch (error) {
    const mine = error instanceof ConcurrentChange ? await find(deps, context, loadId) : undefined;
    if (mine === undefined) throw error;
    return mine;
  }
};

/**
 * Loads a balance from the customer's bank account (M-18, PP-15); the program's credit is not touched.
 *
 * 1. Take the load that belongs to the idempotency key, or start it: whatever could refuse it is looked at, and limits
 *    are reserved, before the bank is asked.
 * 2. Settle it (bank-load.ts). Whatever breaks off in between, a repeat or the timer `settleLoad` carries on.
 * 3. Commit the key with the completed load; a load that failed says why, to every repeat.
 */
export const loadFromBank =
  (deps: BankSource) =>
  async (context: OperationContext, order: Order): Promise<ReturnType<typeof presentLoad>> => {
    const loadId = context.idempotency?.reservedId('lod') ?? deps.ids.next('lod', context.tenant);
    const begun = (await find(deps, context, loadId)) ?? (await start(deps, context, { ...order, loadId }));
    const load = await settleBankLoad(deps, context, begun);
    if (load.status === 'failed' && load.failure !== undefined) throw loadRefusal(load.failure);
    const answer = presentLoad(load);
    return deps.unitOfWork.commit(context, { writes: [], records: [] }, answer);
  };

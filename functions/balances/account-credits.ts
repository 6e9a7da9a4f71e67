import { ConcurrentChange, InvalidState, TemporarilyUnavailable } from '../kernel/errors/domain-error.ts';
import type { IdGenerator } from '../kernel/ids/ids.ts';
import { withPrefix } from '../kernel/ids/ids.ts';
import type { OperationContext } from '../kernel/operation/context.ts';
import { customerAccount, move } from './domain/accounts.ts';
import type { AccountCredit, CreditNotice, ReturnReason } from './domain/account-credit.ts';
import { creditReturned, isSameCredit } from './domain/account-credit.ts';
import { CurrencyMismatch, KycRequired } from './domain/balance-errors.ts';
import { LimitExceeded } from './domain/limits.ts';
import { transactionRecord } from './domain/transaction.ts';
import type { LimitedMoney } from './limited-money.ts';
import { balanceFor, creditWithin, withOwner } from './limited-money.ts';
import type { AccountCreditStore } from './ports/account-credit-store.ts';
import type { AccountCredits } from './ports/account-credits.ts';
import type { CreditReturns } from './ports/credit-returns.ts';
import { LimitReached } from './ports/person-limits.ts';

type Dependencies = LimitedMoney & {
  readonly credits: AccountCreditStore;
  readonly returns: CreditReturns;
  readonly ids: IdGenerator;
};

interface Arrival {
  readonly balanceId: string;
  readonly notice: CreditNotice;
}

/** More turns than a race between two deliveries, or with a freeze, ever takes. */
const maxTurns = 4;

const credited = async (deps: Dependencies, context: OperationContext, arrival: Arrival): Promise<void> => {
  const { balanceId, notice } = arrival;
  const { tenant, clock } = context;
  const { amount, transferId } = notice;
  const to = await withOwner(deps, context, await balanceFor(deps, context, { balanceId, amount }));
  const eventId = deps.ids.next('evt', tenant);
  const transactionId = withPrefix(eventId, 'txn');
  const creditId = withPrefix(eventId, 'acr');
  const record = transactionRecord(
    deps.balances.partition(tenant, balanceId),
    { transactionId, balanceId, type: 'account_credit', ...amount, reference: creditId, description: notice.rail },
    { eventId, legs: move('pooled', customerAccount(balanceId), amount) },
  );
  const credit: AccountCredit = { ...notice, creditId, balanceId, state: 'credited', receivedAt: clock.now() };
  // First: when this movement was decided on already, that is the refusal to hear, not one that it caused itself.
  const writes = [
    deps.credits.create(tenant, credit),
    ...creditWithin(deps, context, { to, movement: 'load', amount }),
  ];
  await deps.unitOfWork.commit({ ...context, idempotency: undefined }, { writes, records: [record] }, transferId);
};

/** What keeps the balance or its owner from taking money right now; undefined when nothing does any more. */
const standing = async (
  { balances, customers }: Dependencies,
  { tenant }: OperationContext,
  balanceId: string,
): Promise<ReturnReason | undefined> => {
  const balance = await balances.find(tenant, balanceId);
  if (balance === undefined) return 'closed';
  if (balance.state !== 'active') return balance.state === 'frozen' ? 'frozen' : 'closed';
  const owner = await customers.find(tenant, balance.customerId);
  if (owner === undefined || owner.status === 'closed') return 'closed';
  return owner.status === 'suspended' ? 'frozen' : undefined;
};

/** @returns why the money goes back; `again` when the refusal no longer holds. @throws what is no refusal */
const reasonOf = async (
  deps: Dependencies,
  context: OperationContext,
  refused: { readonly error: unknown; readonly balanceId: string },
): Promise<ReturnReason | 'again'> => {
  const { error, balanceId } = refused;
  if (error instanceof LimitReached || error instanceof LimitExceeded) return 'limit';
  if (error instanceof KycRequired) return 'kyc';
  if (error instanceof CurrencyMismatch) return 'currency';
  if (error instanceof ConcurrentChange) return 'again';
  if (error instanceof InvalidState) return (await standing(deps, context, balanceId)) ?? 'again';
  throw error;
};

const requestReturn = (
  { credits, ids, unitOfWork }: Dependencies,
  context: OperationContext,
  { balanceId, notice, reason }: Arrival & { readonly reason: ReturnReason },
): Promise<string> => {
  const { tenant, clock } = context;
  const credit: AccountCredit = {
    ...notice,
    creditId: ids.next('acr', tenant),
    balanceId,
    state: 'return_requested',
    reason,
    receivedAt: clock.now(),
  };
  const writes = [credits.create(tenant, credit)];
  return unitOfWork.commit({ ...context, idempotency: undefined }, { writes, records: [] }, notice.transferId);
};

const sendBack = async (deps: Dependencies, context: OperationContext, credit: AccountCredit): Promise<void> => {
  const { tenant } = context;
  const { transferId, creditId, reason } = credit;
  if (reason === undefined) throw new Error(`credit ${creditId} goes back for no reason`);
  await deps.returns.sendBack(tenant, { transferId, reference: creditId, reason });
  const writes = [deps.credits.noteReturned(tenant, transferId)];
  const record = creditReturned(deps.credits.partition(tenant, transferId), credit);
  await deps.unitOfWork.commit({ ...context, idempotency: undefined }, { writes, records: [record] }, transferId);
};

/** One step towards the end; `again`: read what is there now and go on from it. */
const step = async (
  deps: Dependencies,
  context: OperationContext,
  arrival: Arrival,
): Promise<'applied' | 'already' | 'not_allowed' | 'again'> => {
  const { balanceId, notice } = arrival;
  const decided = await deps.credits.find(context.tenant, notice.transferId);
  if (decided !== undefined) {
    if (!isSameCredit(decided, balanceId, notice)) return 'not_allowed';
    if (decided.state !== 'return_requested') return 'already';
    await sendBack(deps, context, decided);
    return 'applied';
  }
  try {
    await credited(deps, context, arrival);
    return 'applied';
  } catch (error) {
    const reason = await reasonOf(deps, context, { error, balanceId });
    if (reason !== 'again') await requestReturn(deps, context, { ...arrival, reason });
    return 'again';
  }
};

/**
 * Takes money that somebody paid to a balance's account (M-17, M-20, AN-10; domain.md 2.7, UPI inbound credit).
 *
 *   told of ──▶ credited                         one transaction: this decision, balance, limits, journal entry
 *        └────▶ return_requested ──▶ returned    a limit, a freeze or a closing forbids it: the issuer sends it back
 *
 * The decision is one item under the issuer's id of the movement, written once: however often and in whatever order
 * events come, and wherever it stops, the money is either credited or sent back, and only once. Nothing is posted for
 * money that goes back; no fee and no partner credit is charged for money that stays.
 */
export const accountCredits = (deps: Dependencies): AccountCredits => ({
  apply: async (context, balanceId, notice) => {
    for (let turn = 1; turn <= maxTurns; turn += 1) {
      try {
        const done = await step(deps, context, { balanceId, notice });
        if (done !== 'again') return done;
      } catch (error) {
        if (!(error instanceof ConcurrentChange)) throw error;
      }
    }
    throw new TemporarilyUnavailable();
  },
});

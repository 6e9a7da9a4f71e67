import { ConcurrentChange, InvalidState, TemporarilyUnavailable } from '../kernel/errors/domain-error.ts';
import type { IdGenerator } from '../kernel/ids/ids.ts';
import { withPrefix } from '../kernel/ids/ids.ts';
import type { OperationContext } from '../kernel/operation/context.ts';
import type { UnitOfWork, Work } from '../kernel/persistence/unit-of-work.ts';
import type { WriteIntent } from '../kernel/persistence/write-intent.ts';
import { realNow } from '../kernel/time/clock.ts';
import { cancelTimer, scheduleTimer } from '../kernel/timers/timer-intents.ts';
import type { Balance, BalanceState } from './domain/balance.ts';
import { balanceNotFound } from './domain/balance-errors.ts';
import type { Payee, Withdrawal } from './domain/withdrawal.ts';
import { completedWith, failedWith, withdrawalNotFound } from './domain/withdrawal.ts';
import { withdrawalEntry, withdrawalRecord } from './domain/withdrawal-events.ts';
import type { BalanceStore } from './ports/balance-store.ts';
import type { BankTransferOutcome, BankTransfers } from './ports/bank-transfers.ts';
import type { Ledger } from './ports/ledger.ts';
import type { Purses } from './ports/purses.ts';
import type { WithdrawalStore } from './ports/withdrawal-store.ts';
import { presentWithdrawal } from './withdrawal-answers.ts';

/** What brings a withdrawal to its end. */
export interface Withdrawing {
  readonly balances: BalanceStore;
  readonly withdrawals: WithdrawalStore;
  readonly ledger: Ledger;
  readonly purses: Purses;
  readonly transfers: Pick<BankTransfers, 'pay'>;
  readonly unitOfWork: UnitOfWork;
  readonly ids: IdGenerator;
}

/** Longer than a request takes; what nobody finished by then is finished by the timer. */
const settleAfter = { minutes: 1 };

const timerOf = (withdrawalId: string) => ({ operation: 'settleWithdrawal', key: withdrawalId });

/** The write that makes sure that a payment on its way is settled, even if nobody asks again. */
export const settleLater = (context: OperationContext, withdrawalId: string): WriteIntent =>
  scheduleTimer(context, {
    ...timerOf(withdrawalId),
    dueAt: realNow(context.clock).add(settleAfter),
    realTime: true,
    payload: { withdrawalId },
  });

/** Ids of a movement that is about to be posted. */
export const newMovement = ({ ids }: Pick<Withdrawing, 'ids'>, { tenant }: OperationContext) => {
  const eventId = ids.next('evt', tenant);
  return { eventId, transactionId: withPrefix(eventId, 'txn') };
};

/** The other side of a withdrawal to the program: its credit purse, or none. */
export const receiverOf = async (
  { purses, ledger }: Pick<Withdrawing, 'purses' | 'ledger'>,
  { tenant }: OperationContext,
  { payee, amount }: Pick<Withdrawal, 'amount'> & { readonly payee: Payee },
): Promise<{ readonly purse: string | undefined; readonly writes: readonly WriteIntent[] }> => {
  const purse = payee.type === 'program' ? await purses.find(tenant, 'credit', amount.currency) : undefined;
  return { purse, writes: purse === undefined ? [] : [ledger.creditPartner(tenant, amount)] };
};

const balanceOf = async (
  { balances }: Withdrawing,
  { tenant }: OperationContext,
  { balanceId }: Withdrawal,
): Promise<Balance> => {
  const balance = await balances.find(tenant, balanceId);
  if (balance === undefined) throw balanceNotFound();
  return balance;
};

/**
 * What completes a withdrawal whose money is held: it leaves balance and person, and the journal entry takes the place
 * of the pending line.
 * @param states of the balance in which the money may leave; any, when it has left at the bank
 * @param externalId the bank's id of the payment
 */
export const completion = async (
  deps: Withdrawing,
  context: OperationContext,
  {
    withdrawal,
    states,
    externalId,
  }: { readonly withdrawal: Withdrawal; readonly states?: readonly BalanceState[]; readonly externalId?: string },
): Promise<{ readonly next: Withdrawal; readonly work: Work }> => {
  const { withdrawals, balances, ledger } = deps;
  const { tenant } = context;
  const { withdrawalId, balanceId, amount, status } = withdrawal;
  const { person } = await balanceOf(deps, context, withdrawal);
  const { purse, writes } = await receiverOf(deps, context, withdrawal);
  const movement = newMovement(deps, context);
  const next = completedWith(withdrawal, movement.transactionId);
  return {
    next,
    work: {
      writes: [
        withdrawals.replace(tenant, next, status),
        ...(externalId === undefined ? [] : [withdrawals.bindPayment(tenant, { withdrawalId, externalId })]),
        ledger.settle(tenant, balanceId, { amount, person, ...(states === undefined ? {} : { states }) }),
        ...writes,
        withdrawals.endHold(tenant, next),
        cancelTimer(context, timerOf(withdrawalId)),
      ],
      records: [
        withdrawalRecord(withdrawals.partition(tenant, withdrawalId), next, status),
        withdrawalEntry(balances.partition(tenant, balanceId), next, { ...movement, purse, person }),
      ],
    },
  };
};

/** What gives held money back: the withdrawal came to nothing. */
export const withdrawn = (
  { withdrawals, ledger }: Pick<Withdrawing, 'withdrawals' | 'ledger'>,
  context: OperationContext,
  { next, before }: { readonly next: Withdrawal; readonly before: Withdrawal['status'] },
): Work => {
  const { tenant } = context;
  const { withdrawalId, balanceId, amount } = next;
  return {
    writes: [
      withdrawals.replace(tenant, next, before),
      ledger.release(tenant, balanceId, amount),
      withdrawals.notGivenBack(tenant, next),
      withdrawals.endHold(tenant, next),
      cancelTimer(context, timerOf(withdrawalId)),
    ],
    records: [withdrawalRecord(withdrawals.partition(tenant, withdrawalId), next, before)],
  };
};

const ending = async (
  deps: Withdrawing,
  context: OperationContext,
  { withdrawal, outcome }: { readonly withdrawal: Withdrawal; readonly outcome: BankTransferOutcome },
) => {
  if (outcome.kind === 'settled') return completion(deps, context, { withdrawal, externalId: outcome.externalId });
  const next = failedWith(withdrawal, outcome.reason === 'account_unknown' ? 'destination_invalid' : 'bank_refused');
  return { next, work: withdrawn(deps, context, { next, before: withdrawal.status }) };
};

const mostTries = 3;

/**
 * Pays a withdrawal out at the bank and settles it (domain.md 2.7).
 *
 *   processing ──pay──▶ settled ──▶ completed: held −, journal entry customer −, pooled +
 *       │           └▶ refused ──▶ failed: held money is available again
 *       └ no answer: stays processing; the same order again, by request or by timer, tells what became of it
 *
 * The order is idempotent by the withdrawal's id, and each version of the withdrawal is written once: run any number of
 * times, at once or after a crash anywhere, the money moves once.
 * @throws TemporarilyUnavailable when bank or table do not answer
 */
export const payOut = async (
  deps: Withdrawing,
  context: OperationContext,
  withdrawal: Withdrawal,
): Promise<Withdrawal> => {
  const { withdrawalId, amount, payee } = withdrawal;
  let current = withdrawal;
  for (let tries = 1; current.status === 'processing' && payee.type === 'bank_account'; tries += 1) {
    const order = { reference: withdrawalId, token: payee.token, amount };
    const outcome = await deps.transfers.pay(context.tenant, order);
    const { next, work } = await ending(deps, context, { withdrawal: current, outcome });
    try {
      // The caller's key is completed afterwards: a refusal of the key must not look like one of the withdrawal.
      return await deps.unitOfWork.commit({ ...context, idempotency: undefined }, work, next);
    } catch (error) {
      const raced = error instanceof InvalidState || error instanceof ConcurrentChange;
      if (!raced || tries === mostTries) throw error;
      // Somebody else settled it, or the balance has been taken over by another person.
      const found = await deps.withdrawals.find(context.tenant, withdrawalId);
      if (found === undefined) throw withdrawalNotFound();
      current = found;
    }
  }
  return current;
};

/** Pays and answers how far it came: a silent bank leaves it `processing`, and the timer finishes it. */
export const answerOf = async (
  deps: Withdrawing,
  context: OperationContext,
  withdrawal: Withdrawal,
): Promise<ReturnType<typeof presentWithdrawal>> => {
  const now = await payOut(deps, context, withdrawal).catch((error: unknown) => {
    if (error instanceof TemporarilyUnavailable) return withdrawal;
    throw error;
  });
  return deps.unitOfWork.commit(context, { writes: [], records: [] }, presentWithdrawal(now));
};

import { ConcurrentChange, DomainError } from '../kernel/errors/domain-error.ts';
import type { IdGenerator } from '../kernel/ids/ids.ts';
import { withPrefix } from '../kernel/ids/ids.ts';
import type { OperationContext } from '../kernel/operation/context.ts';
import type { UnitOfWork, Work } from '../kernel/persistence/unit-of-work.ts';
import { cancelTimer, scheduleTimer } from '../kernel/timers/timer-intents.ts';
import { realNow } from '../kernel/time/clock.ts';
import { customerAccount, move } from './domain/accounts.ts';
import { capsMet } from './domain/limits.ts';
import type { BankLoad, LoadFailure } from './domain/load.ts';
import { completed, failed, givenUp, isBankLoad, loadFailedRecord } from './domain/load.ts';
import { transactionRecord } from './domain/transaction.ts';
import type { BalanceStore } from './ports/balance-store.ts';
import type { BankRefusal, BankTransfers } from './ports/bank-transfers.ts';
import type { Ledger } from './ports/ledger.ts';
import type { LoadStore } from './ports/load-store.ts';
import type { LimitUse, PersonLimits } from './ports/person-limits.ts';

/** What settles a load from a bank account. */
export interface BankLoading {
  readonly loads: LoadStore;
  readonly balances: Pick<BalanceStore, 'partition'>;
  readonly limits: Pick<PersonLimits, 'release'>;
  readonly ledger: Pick<Ledger, 'credit'>;
  readonly transfers: Pick<BankTransfers, 'collect' | 'pay'>;
  readonly unitOfWork: UnitOfWork;
  readonly ids: IdGenerator;
}

/** A load being settled: by whom, and with what. */
interface Settling {
  readonly deps: BankLoading;
  readonly context: OperationContext;
}

/** Longer than a request takes; whoever gave up by then is finished here. */
const settleAfter = { minutes: 1 };

const timerOf = (loadId: string) => ({ operation: 'settleLoad', key: loadId });

/** The write that makes sure that a load in progress is settled, even if nobody asks again. */
export const settleLater = (context: OperationContext, loadId: string) =>
  scheduleTimer(context, {
    ...timerOf(loadId),
    dueAt: realNow(context.clock).add(settleAfter),
    realTime: true,
    payload: { loadId },
  });

/** The bank's reference of the payment that gives a collected amount back. */
const givingBack = (loadId: string): string => `${loadId}-back`;

const failureOf: Readonly<Record<BankRefusal, LoadFailure>> = {
  insufficient_funds: 'insufficient_funds',
  account_unknown: 'source_invalid',
  reference_reused: 'source_invalid',
};

/** The limits that were reserved for the load, as they were then. */
const reservedUse = ({ customerId, person, level, amount, createdAt }: BankLoad): LimitUse | undefined =>
  person === undefined
    ? undefined
    : {
        customerId,
        person,
        caps: capsMet('load', { level, currency: amount.currency }, createdAt),
        amount,
        at: createdAt,
      };

/**
 * Commits one step of a load. Somebody else's step in between, such as the timer's beside the request, is taken over.
 * @returns the load as it is now
 */
const step = async ({ deps, context }: Settling, next: BankLoad, work: Work): Promise<BankLoad> => {
  try {
    // The caller's key is completed when the load is settled: a refusal of the key must not look like one of the load.
    return await deps.unitOfWork.commit({ ...context, idempotency: undefined }, work, next);
  } catch (error) {
    if (!(error instanceof ConcurrentChange) || error.details.resourceId !== next.loadId) throw error;
    const now = await deps.loads.find(context.tenant, next.loadId);
    if (now === undefined || !isBankLoad(now) || now.sequence < next.sequence) throw error;
    return now;
  }
};

const fail = (at: Settling, load: BankLoad, failure: LoadFailure): Promise<BankLoad> => {
  const { context } = at;
  const { loads, limits } = at.deps;
  const next = failed(load, failure);
  const use = reservedUse(load);
  const writes = [
    loads.replace(context.tenant, next),
    ...(use === undefined ? [] : limits.release(context.tenant, use)),
    cancelTimer(context, timerOf(load.loadId)),
  ];
  const records = [loadFailedRecord(loads.partition(context.tenant, load.loadId), next)];
  return step(at, next, { writes, records });
};

/** The load is decided to fail, so nothing credits it any more: its money goes back, then it has failed. */
const giveBack = async (at: Settling, load: BankLoad, failure: LoadFailure): Promise<BankLoad> => {
  const { loadId, source, amount } = load;
  const order = { reference: givingBack(loadId), token: source.token, amount };
  const outcome = await at.deps.transfers.pay(at.context.tenant, order);
  if (outcome.kind === 'refused') throw new Error(`the bank does not take ${loadId} back: ${outcome.reason}`);
  return fail(at, load, failure);
};

const complete = async (at: Settling, load: BankLoad, externalId: string): Promise<BankLoad> => {
  const { context } = at;
  const { loads, balances, ledger, ids } = at.deps;
  const { tenant } = context;
  const { loadId, balanceId, amount, person } = load;
  const eventId = ids.next('evt', tenant);
  const transactionId = withPrefix(eventId, 'txn');
  const next = { ...completed(load, { transactionId, externalId }), externalId };
  const record = transactionRecord(
    balances.partition(tenant, balanceId),
    { transactionId, balanceId, type: 'load', ...amount, reference: loadId },
    { eventId, legs: move('pooled', customerAccount(balanceId), amount) },
  );
  const writes = [
    ...loads.complete(tenant, next),
    ledger.credit(tenant, balanceId, { amount, person }),
    cancelTimer(context, timerOf(loadId)),
  ];
  try {
    return await step(at, next, { writes, records: [record] });
  } catch (error) {
    if (!(error instanceof DomainError) || error.kind === 'unavailable') throw error;
    const decided = givenUp(load);
    return step(at, decided, { writes: [loads.replace(tenant, decided)], records: [] });
  }
};

/**
 * Brings a load from a bank account to its end: completed or failed (domain.md 2.7).
 *
 *   processing ──collect──▶ refused by the bank ──▶ failed, limits released
 *       │                └▶ collected ──▶ completed with legs and journal entry
 *       │                             └▶ the balance takes no money ──▶ decided to fail ──pay back──▶ failed
 *       └ no answer: stays processing; the same again resolves it, by request or by timer
 *
 * Each step is conditional on the one before, and each order to the bank is idempotent by our reference: run any number
 * of times, at once or after a crash anywhere, the money moves once.
 * @throws TemporarilyUnavailable when bank or table do not answer
 */
export const settleBankLoad = async (
  deps: BankLoading,
  context: OperationContext,
  load: BankLoad,
): Promise<BankLoad> => {
  if (load.status !== 'processing') return load;
  if (load.failure !== undefined) return giveBack({ deps, context }, load, load.failure);
  const { loadId, source, amount } = load;
  const order = { reference: loadId, token: source.token, amount };
  const outcome = await deps.transfers.collect(context.tenant, order);
  const next =
    outcome.kind === 'refused'
      ? await fail({ deps, context }, load, failureOf[outcome.reason])
      : await complete({ deps, context }, load, outcome.externalId);
  return settleBankLoad(deps, context, next);
};

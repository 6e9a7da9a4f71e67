import { Temporal } from 'temporal-polyfill';
import { ConcurrentChange, TemporarilyUnavailable } from '../kernel/errors/domain-error.ts';
import type { IdGenerator } from '../kernel/ids/ids.ts';
import { withPrefix } from '../kernel/ids/ids.ts';
import type { Money } from '../kernel/money/money.ts';
import type { OperationContext } from '../kernel/operation/context.ts';
import type { Work } from '../kernel/persistence/unit-of-work.ts';
import { cancelTimer, scheduleTimer } from '../kernel/timers/timer-intents.ts';
import { realNow } from '../kernel/time/clock.ts';
import { customerAccount, move } from './domain/accounts.ts';
import { balanceNotFound } from './domain/balance-errors.ts';
import type { CardTransfer } from './domain/card-transfer.ts';
import { transferDeclined } from './domain/card-transfer.ts';
import { capsMet } from './domain/limits.ts';
import { leaving, transactionRecord } from './domain/transaction.ts';
import type { LimitedMoney, OwnedBalance } from './limited-money.ts';
import { commitWithin, limitUse } from './limited-money.ts';
import type { CardTransferStore } from './ports/card-transfer-store.ts';
import type { ReceiverCardIssuer } from './ports/receiver-card-issuer.ts';

/** What ends a transfer to a card. */
export type CardTransferEnding = Pick<LimitedMoney, 'balances' | 'limits' | 'ledger' | 'unitOfWork'> & {
  readonly transfers: CardTransferStore;
  readonly issuer: Pick<ReceiverCardIssuer, 'push'>;
  readonly ids: IdGenerator;
};

export type CardTransferring = LimitedMoney & CardTransferEnding;

/** Longer than a request waits for the issuer, so that the timer comes only where nobody asks any more. */
const settleAfter = Temporal.Duration.from({ minutes: 1 });

const maxTurns = 3;

const timerOf = (transferId: string) => ({ operation: 'settleCardTransfer', key: transferId });

const silently = (context: OperationContext): OperationContext => ({ ...context, idempotency: undefined });

/**
 * Holds the money and counts it (rule 66), with the timer that brings the transfer to its end whatever happens next.
 * @throws insufficient_funds, invalid_state, limit_exceeded
 */
export const holdForCard = async (
  deps: CardTransferring,
  context: OperationContext,
  order: {
    readonly transferId: string;
    readonly from: OwnedBalance;
    readonly cardNumberToken: string;
    readonly amount: Money;
  },
): Promise<CardTransfer> => {
  const { tenant, clock } = context;
  const { transferId, from, cardNumberToken, amount } = order;
  const { balanceId: fromBalanceId, customerId } = from.balance;
  const held: CardTransfer = {
    ...{ transferId, fromBalanceId, customerId, cardNumberToken, amount, person: from.person },
    state: 'held',
    heldAt: clock.now(),
  };
  const writes = [
    deps.transfers.create(tenant, held),
    deps.ledger.hold(tenant, fromBalanceId, { amount }),
    ...deps.limits.raise(tenant, limitUse(context, from, { movement: 'transfer_other', amount })),
    scheduleTimer(context, {
      ...timerOf(transferId),
      dueAt: realNow(clock).add(settleAfter),
      realTime: true,
      payload: { transferId },
    }),
  ];
  return commitWithin(deps, silently(context), { work: { writes, records: [] }, answer: held });
};

const completing = async (
  deps: CardTransferEnding,
  { tenant }: OperationContext,
  held: CardTransfer,
): Promise<{ readonly ended: CardTransfer; readonly work: Work }> => {
  const { transferId, fromBalanceId: balanceId, amount } = held;
  const balance = await deps.balances.find(tenant, balanceId);
  if (balance === undefined) throw balanceNotFound();
  const { person } = balance;
  const eventId = deps.ids.next('evt', tenant);
  const transactionId = withPrefix(eventId, 'txn');
  const ended: CardTransfer = { ...held, state: 'completed', transactionId };
  const record = transactionRecord(
    deps.balances.partition(tenant, balanceId),
    {
      ...{ transactionId, balanceId, currency: amount.currency, reference: transferId },
      type: 'transfer_out',
      minor: -amount.minor,
    },
    { eventId, legs: move(customerAccount(balanceId), 'settlement', amount), ...leaving(person, amount) },
  );
  const writes = [
    deps.transfers.finish(tenant, ended),
    deps.ledger.settle(tenant, balanceId, { amount, person }),
    cancelTimer({ tenant }, timerOf(transferId)),
  ];
  return { ended, work: { writes, records: [record] } };
};

/** What was held and counted is given back; the month is that of the hold. */
const declining = (
  deps: CardTransferEnding,
  { tenant }: OperationContext,
  held: CardTransfer,
): { readonly ended: CardTransfer; readonly work: Work } => {
  const { transferId, fromBalanceId, customerId, person, amount, heldAt: at } = held;
  const ended: CardTransfer = { ...held, state: 'declined' };
  const caps = capsMet('transfer_other', { level: 'full', currency: amount.currency }, at);
  const writes = [
    deps.transfers.finish(tenant, ended),
    deps.ledger.release(tenant, fromBalanceId, amount),
    ...deps.limits.release(tenant, { customerId, person, caps, amount, at }),
    cancelTimer({ tenant }, timerOf(transferId)),
  ];
  return { ended, work: { writes, records: [transferDeclined(deps.transfers.partition(tenant, transferId), ended)] } };
};

/**
 * Brings a transfer to its end, from wherever it is.
 *
 *   held ──▶ push, one per transfer ──▶ accepted: what is held leaves (customer −, settlement +)
 *                                  └──▶ declined: it is available again; nothing was posted
 *
 * @returns the transfer at its end; undefined when there is none of this id
 * @throws TemporarilyUnavailable when the issuer's outcome is unknown: the money stays held, repeat it
 */
export const endCardTransfer = async (
  deps: CardTransferEnding,
  context: OperationContext,
  transferId: string,
): Promise<CardTransfer | undefined> => {
  const { tenant } = context;
  for (let turn = 1; turn <= maxTurns; turn += 1) {
    const found = await deps.transfers.find(tenant, transferId);
    if (found?.state !== 'held') return found;
    const { cardNumberToken: token, amount } = found;
    const outcome = await deps.issuer.push(tenant, { reference: transferId, token, amount });
    const { ended, work } =
      outcome === 'accepted' ? await completing(deps, context, found) : declining(deps, context, found);
    try {
      return await deps.unitOfWork.commit(silently(context), work, ended);
    } catch (error) {
      // Another run ended it, or the balance counts towards a person by now: read again.
      if (!(error instanceof ConcurrentChange)) throw error;
    }
  }
  throw new TemporarilyUnavailable();
};

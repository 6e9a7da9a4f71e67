import type { OperationContext } from '../kernel/operation/context.ts';
import type { Work } from '../kernel/persistence/unit-of-work.ts';
import { toTimestamp } from '../kernel/time/clock.ts';
import type { MessageOrder } from '../notifications/ports/notifier.ts';
import type { Debit } from './domain/debit.ts';
import { debitRecord } from './domain/debit-events.ts';
import { hasEnded } from './domain/debit-steps.ts';
import { withOpenDebit, withoutDebit } from './domain/mandate-slots.ts';
import { isRefundedInFull } from './domain/refund.ts';
import type { Debiting, Mandate } from './debiting.ts';
import { together } from './debiting.ts';
import { debitTimerWrites } from './debit-timers.ts';

/** A debit's next version beside the one before. */
export interface Change {
  readonly before: Debit;
  readonly after: Debit;
  /** The version after that, in the same step: its money was seen only when some of it had gone back already. */
  readonly refunded?: Debit | undefined;
}

export const instrumentOf = ({ method, remote }: Mandate) => ({ method, bank: remote.bank, app: remote.app });

/** What a new debit writes: the debit, its place in the mandate, its timer, its record. */
export const createdWork = (
  { debits, mandates }: Pick<Debiting, 'debits' | 'mandates'>,
  context: OperationContext,
  { debit, mandate }: { readonly debit: Debit; readonly mandate: Mandate },
): Work => ({
  writes: [
    debits.create(context.tenant, debit),
    mandates.replace(context.tenant, withOpenDebit(mandate, debit)),
    ...debitTimerWrites(context, undefined, debit),
  ],
  records: [debitRecord(debits.partition(context.tenant, debit.debitId), debit, { instrument: instrumentOf(mandate) })],
});

/** What every change of a debit writes: the debit, its timer, its record. */
export const changeWork = (
  { debits }: Pick<Debiting, 'debits'>,
  context: OperationContext,
  { before, after, refunded, mandate }: Change & { readonly mandate: Mandate },
): Work => {
  const { tenant } = context;
  const instrument = instrumentOf(mandate);
  const partition = debits.partition(tenant, after.debitId);
  const more = { instrument, before: before.status, isLate: hasEnded(before) };
  return {
    writes: [
      debits.replace(tenant, refunded ?? after, before.sequence),
      ...debitTimerWrites(context, before, refunded ?? after),
    ],
    records: [
      debitRecord(partition, after, more),
      ...(refunded === undefined ? [] : [debitRecord(partition, refunded, { instrument, isRefund: true })]),
    ],
  };
};

/** What it writes that money of a debit which has succeeded went back: the debit stays what it is. */
export const refundWork = (
  { debits }: Pick<Debiting, 'debits'>,
  { tenant }: OperationContext,
  { after, mandate }: { readonly after: Debit; readonly mandate: Mandate },
): Work => ({
  writes: [debits.replace(tenant, after)],
  records: [
    debitRecord(debits.partition(tenant, after.debitId), after, { instrument: instrumentOf(mandate), isRefund: true }),
  ],
});

/** What a customer is told about a debit; which words, the template says. */
export const messageWork = (
  { notifier }: Pick<Debiting, 'notifier'>,
  context: OperationContext,
  {
    debit,
    debitAt = debit.succeededAt ?? debit.nextAttemptAt ?? debit.attempts.at(-1)?.at ?? debit.earliestDebitAt,
    ...order
  }: Pick<MessageOrder, 'template' | 'channel' | 'key'> & {
    readonly debit: Debit;
    /** What is said of its time, where the debit does not say it itself. */
    readonly debitAt?: Debit['dueAt'];
  },
): Work => {
  const { writes, records } = notifier.order(context, {
    ...order,
    customerId: debit.customerId,
    facts: {
      amount: debit.amount,
      debitAt: toTimestamp(debitAt),
      reference: debit.mandateId,
      reason: debit.reason,
    },
  });
  return { writes, records };
};

/** Ends that the customer is told of: what came of the debit that it was told to come (rule 10). */
const told = { succeeded: 'post_debit', failed: 'post_debit_failed', exhausted: 'post_debit_failed' } as const;

const isTold = (status: string): status is keyof typeof told => status in told;

/**
 * What the end of a debit writes: debit, timer and record; the mandate's slot is free, or used up when the money is in; and
 * the customer is told how it ended, with how to complain.
 */
export const endingWork = (
  deps: Pick<Debiting, 'debits' | 'mandates' | 'notifier'>,
  context: OperationContext,
  { mandate, isCycleUsed = false, ...change }: Change & { readonly mandate: Mandate; readonly isCycleUsed?: boolean },
): Work => {
  const { before, after } = change;
  const freed = withoutDebit(mandate, after, isCycleUsed || after.status === 'succeeded');
  const ended: Work = {
    writes: [deps.mandates.replace(context.tenant, freed)],
    records: [],
  };
  const work = together(changeWork(deps, context, { ...change, mandate }), ended);
  // Of a debit that was never announced there is nothing to report.
  if (!isTold(after.status) || (before.notice === undefined && after.status !== 'succeeded')) return work;
  const template = told[after.status];
  const message = { key: `${template}:${after.debitId}`, template, channel: mandate.notification.channel };
  return together(work, messageWork(deps, context, { ...message, debit: after }));
};

/**
 * Measures a debit's end; those above the ceiling also by themselves (SH-32). What nobody tried to collect is no end, and
 * what was back with its payer before we saw it is neither collected nor failed.
 */
export const countEnd = ({ meter }: Pick<Debiting, 'meter'>, mandate: Mandate, debit: Debit): void => {
  const { status, aboveThreshold, endReason } = debit;
  const isSuccess = status === 'succeeded';
  if (isSuccess && isRefundedInFull(debit)) return;
  if (!isSuccess && status !== 'failed' && status !== 'exhausted' && status !== 'abandoned') return;
  const sample = { isSuccess, ...instrumentOf(mandate), ...(isSuccess ? {} : { reason: endReason }) };
  meter.outcome({ subject: 'debit', ...sample });
  if (aboveThreshold) meter.outcome({ subject: 'large_debit', ...sample });
};

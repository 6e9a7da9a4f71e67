import type { RecordDraft } from '../../kernel/events/record.ts';
import { toWire } from '../../kernel/money/money.ts';
import { toTimestamp } from '../../kernel/time/clock.ts';
import type { Debit, DebitStatus } from './debit.ts';

const types = {
  scheduled: 'debit.scheduled',
  requires_authentication: 'debit.authentication_required',
  notifying: 'debit.notice_sent',
  notification_failed: 'debit.notice_failed',
  notified: 'debit.notified',
  eligible: 'debit.delayed',
  executing: 'debit.submitted',
  unknown: 'debit.outcome_unknown',
  retry_wait: 'debit.retry_scheduled',
  succeeded: 'debit.succeeded',
  failed: 'debit.failed',
  exhausted: 'debit.exhausted',
  skipped: 'debit.skipped',
  opted_out: 'debit.opted_out',
  cancelled: 'debit.cancelled',
  blocked: 'debit.blocked',
  abandoned: 'debit.abandoned',
} as const satisfies Readonly<Record<DebitStatus, string>>;

/** Where the money comes from, as far as it is known: for success rates (SH-32). */
export interface Instrument {
  readonly method: 'card' | 'upi';
  readonly bank?: string | undefined;
  readonly app?: string | undefined;
}

const instrumentOf = ({ method, bank, app }: Instrument) => ({
  method,
  ...(bank === undefined ? {} : { bank }),
  ...(app === undefined ? {} : { app }),
});

/** A debit that was announced, and is announced anew for another day. */
const typeOf = (debit: Debit) =>
  debit.status === 'scheduled' && debit.sequence > 1 ? 'debit.replanned' : types[debit.status];

/** What only some states know. */
const laterFacts = ({ attempts, notice, nextAttemptAt, paymentId, refunded }: Debit) => ({
  ...(attempts.length === 0 ? {} : { attempt: attempts.length }),
  ...(notice === undefined ? {} : { notice: notice.number }),
  ...(nextAttemptAt === undefined ? {} : { debitAt: toTimestamp(nextAttemptAt) }),
  ...(paymentId === undefined ? {} : { paymentId }),
  ...(refunded === undefined ? {} : { refundedAmount: toWire(refunded.amount), refundedAt: toTimestamp(refunded.at) }),
});

/** The record of a debit's change: ids, terms and codes; nothing of the person or the instrument's number. */
export const debitRecord = (
  partition: string,
  debit: Debit,
  more: {
    readonly instrument: Instrument;
    readonly before?: DebitStatus | undefined;
    readonly isLate?: boolean;
    /** Something of the money went back: a change that leaves the state as it is. */
    readonly isRefund?: boolean;
  },
): RecordDraft => {
  const { debitId, mandateId, customerId, amount, status, cycle, attempts, aboveThreshold } = debit;
  const reason = debit.endReason ?? (status === 'retry_wait' ? attempts.at(-1)?.reason : undefined);
  return {
    resource: { type: 'debit', id: debitId },
    partition,
    sequence: debit.sequence,
    type: more.isRefund === true ? 'debit.refunded' : typeOf(debit),
    data: {
      ...{ debitId, mandateId, customerId, amount: toWire(amount), status, cycle, aboveThreshold },
      ...instrumentOf(more.instrument),
      ...laterFacts(debit),
      ...(reason === undefined ? {} : { reason }),
      ...(more.isLate === true ? { late: true } : {}),
    },
    ...(more.before === undefined ? {} : { previous: { status: more.before } }),
  };
};

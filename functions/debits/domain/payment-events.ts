import type { RecordDraft } from '../../kernel/events/record.ts';
import { toWire } from '../../kernel/money/money.ts';
import { toTimestamp } from '../../kernel/time/clock.ts';
import type { Payment, PaymentStatus } from './payment.ts';

const types = {
  scheduled: 'payment.scheduled',
  requires_authentication: 'payment.authentication_required',
  succeeded: 'payment.succeeded',
  failed: 'payment.failed',
  abandoned: 'payment.abandoned',
} as const satisfies Readonly<Record<PaymentStatus, string>>;

/** What only some states know. */
const laterFacts = ({ debitId, reference, endReason, refunded }: Payment) => ({
  ...(debitId === undefined ? {} : { debitId }),
  ...(reference === undefined ? {} : { reference }),
  ...(endReason === undefined ? {} : { reason: endReason }),
  ...(refunded === undefined ? {} : { refundedAmount: toWire(refunded.amount), refundedAt: toTimestamp(refunded.at) }),
});

/** The record of a one-time payment's change. */
export const paymentRecord = (
  partition: string,
  payment: Payment,
  more: {
    readonly before?: PaymentStatus;
    /** Its money came although it had been given up. */
    readonly isLate?: boolean;
    /** Something of the money went back: a change that leaves the state as it is. */
    readonly isRefund?: boolean;
  } = {},
): RecordDraft => {
  const { paymentId, customerId, mandateId, amount, status, method, aboveThreshold } = payment;
  return {
    resource: { type: 'payment', id: paymentId },
    partition,
    sequence: payment.sequence,
    type: more.isRefund === true ? 'payment.refunded' : types[status],
    data: {
      ...{ paymentId, customerId, mandateId, amount: toWire(amount), status, method, aboveThreshold },
      ...laterFacts(payment),
      ...(more.isLate === true ? { late: true } : {}),
    },
    ...(more.before === undefined ? {} : { previous: { status: more.before } }),
  };
};

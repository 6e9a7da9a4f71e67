import type { RecordDraft } from '../../kernel/events/record.ts';
import { toWire } from '../../kernel/money/money.ts';
import type { Payment, PaymentStatus } from './payment.ts';

const types = {
  scheduled: 'payment.scheduled',
  requires_authentication: 'payment.authentication_required',
  succeeded: 'payment.succeeded',
  failed: 'payment.failed',
  abandoned: 'payment.abandoned',
} as const satisfies Readonly<Record<PaymentStatus, string>>;

/** The record of a one-time payment's change. */
export const paymentRecord = (partition: string, payment: Payment, before?: PaymentStatus): RecordDraft => {
  const { paymentId, customerId, mandateId, debitId, amount, status, method, aboveThreshold, endReason } = payment;
  return {
    resource: { type: 'payment', id: paymentId },
    partition,
    sequence: payment.sequence,
    type: types[status],
    data: {
      ...{ paymentId, customerId, mandateId, amount: toWire(amount), status, method, aboveThreshold },
      ...(debitId === undefined ? {} : { debitId }),
      ...(payment.reference === undefined ? {} : { reference: payment.reference }),
      ...(endReason === undefined ? {} : { reason: endReason }),
    },
    ...(before === undefined ? {} : { previous: { status: before } }),
  };
};

import type { RecordDraft } from '../../kernel/events/record.ts';
import { toWire } from '../../kernel/money/money.ts';
import { toTimestamp } from '../../kernel/time/clock.ts';
import type { AuthCharge } from './auth-charge.ts';
import type { Mandate } from './mandate.ts';

/** What records of a mandate stand for. */
export type MandateEvent =
  | 'mandate.requested'
  | 'mandate.authenticated'
  | 'mandate.activated'
  | 'mandate.rejected'
  | 'mandate.expired'
  | 'mandate.paused'
  | 'mandate.resumed'
  | 'mandate.cancelled'
  | 'mandate.purged'
  | 'mandate.modification_requested'
  | 'mandate.modification_authenticated'
  | 'mandate.modified'
  | 'mandate.operation_failed'
  | 'mandate.withdrawal_requested'
  | 'mandate.withdrawal_started'
  | 'mandate.withdrawal_failed'
  | 'mandate.withdrawal_overdue'
  | 'mandate.auth_charge_refund_overdue';

const chargeEvents = {
  held: 'auth_charge.held',
  captured: 'auth_charge.captured',
  refund_scheduled: 'auth_charge.refund_scheduled',
  refunded: 'auth_charge.refunded',
  refund_failed: 'auth_charge.refund_failed',
} as const satisfies Record<AuthCharge['status'], string>;

/** Masked facts of a mandate: nothing of the payer, nothing by which money could be asked for. */
const facts = (mandate: Mandate): Readonly<Record<string, unknown>> => {
  const { bank, app } = mandate.remote;
  return {
    mandateId: mandate.mandateId,
    customerId: mandate.customerId,
    status: mandate.status,
    method: mandate.method,
    amountRule: mandate.amountRule,
    maxAmount: toWire(mandate.maxAmount),
    frequency: mandate.frequency,
    category: mandate.category,
    validUntil: toTimestamp(mandate.validUntil),
    ...(bank === undefined ? {} : { bank }),
    ...(app === undefined ? {} : { app }),
    ...(mandate.endReason === undefined ? {} : { reason: mandate.endReason }),
    ...(mandate.pausedUntil === undefined ? {} : { pausedUntil: toTimestamp(mandate.pausedUntil) }),
  };
};

/** The record of a mandate's change. `mandate.requested` starts its registration. */
export const mandateRecord = (
  partition: string,
  mandate: Mandate,
  event: { readonly type: MandateEvent; readonly data?: Readonly<Record<string, unknown>> },
): RecordDraft => ({
  resource: { type: 'mandate', id: mandate.mandateId },
  partition,
  sequence: mandate.sequence,
  type: event.type,
  data: { ...facts(mandate), ...event.data },
});

/** The record of a charge's change: audit trail of the INR 1 (SH-11). */
export const chargeRecord = (
  partition: string,
  { mandateId, customerId }: Pick<Mandate, 'mandateId' | 'customerId'>,
  charge: AuthCharge,
): RecordDraft => ({
  resource: { type: 'auth_charge', id: charge.authChargeId },
  partition,
  sequence: charge.sequence,
  type: chargeEvents[charge.status],
  data: {
    authChargeId: charge.authChargeId,
    mandateId,
    customerId,
    purpose: charge.purpose,
    amount: toWire(charge.amount),
    status: charge.status,
    paymentId: charge.paymentId,
    ...(charge.refundId === undefined ? {} : { refundId: charge.refundId }),
    ...(charge.refundedAt === undefined ? {} : { refundedAt: toTimestamp(charge.refundedAt) }),
  },
});

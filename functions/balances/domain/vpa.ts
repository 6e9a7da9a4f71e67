import type { Temporal } from 'temporal-polyfill';
import type { RecordDraft } from '../../kernel/events/record.ts';

/** A balance's UPI ID: money sent to it credits the balance (M-20). One per balance, for life. */
export interface Vpa {
  readonly balanceId: string;
  /** Such as `name@handle`. */
  readonly vpa: string;
  readonly createdAt: Temporal.Instant;
}

/** The record of a UPI ID that was made; like the account's number, the address itself stays out of events. */
export const vpaCreated = (partition: string, { balanceId }: Vpa): RecordDraft => ({
  resource: { type: 'vpa', id: balanceId },
  partition,
  sequence: 1,
  type: 'vpa.created',
  data: { balanceId },
});

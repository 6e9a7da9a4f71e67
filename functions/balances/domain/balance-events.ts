import type { RecordDraft } from '../../kernel/events/record.ts';
import type { Balance } from './balance.ts';

/** The record of a balance that was opened; the account's number stays out of events. */
export const balanceCreated = (partition: string, balance: Balance): RecordDraft => ({
  resource: { type: 'balance', id: balance.balanceId },
  partition,
  sequence: balance.sequence,
  type: 'balance.created',
  data: {
    balanceId: balance.balanceId,
    customerId: balance.customerId,
    currency: balance.currency,
    state: balance.state,
  },
});

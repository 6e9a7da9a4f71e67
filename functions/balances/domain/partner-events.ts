import type { RecordDraft } from '../../kernel/events/record.ts';
import type { Money } from '../../kernel/money/money.ts';
import { toWire, money } from '../../kernel/money/money.ts';
import { move, partnerAccount } from './accounts.ts';
import type { PartnerBalance } from './partner-balance.ts';
import { transactionSortKey } from './transaction.ts';

type Named = Pick<PartnerBalance, 'partnerBalanceId' | 'kind' | 'currency'>;

/** The record of a new partner balance; whom its warnings go to stays out of events. */
export const partnerBalanceCreated = (partition: string, balance: PartnerBalance): RecordDraft => ({
  resource: { type: 'partner_balance', id: balance.partnerBalanceId },
  partition,
  sequence: 1,
  type: 'partner_balance.created',
  data: {
    partnerBalanceId: balance.partnerBalanceId,
    kind: balance.kind,
    currency: balance.currency,
    lowBalanceThreshold: toWire(money(balance.lowBalanceThreshold, balance.currency)),
  },
});

export interface Reload {
  readonly transactionId: string;
  readonly amount: Money;
  /** The bank's or the operator's reference of the transfer. */
  readonly reference: string;
}

/** The journal entry of a bank transfer that came in for a partner balance (AN-68): pooled −, partner +. */
export const partnerBalanceReloaded = (
  partition: string,
  { partnerBalanceId, kind }: Named,
  { transactionId, amount, reference, eventId }: Reload & { readonly eventId: string },
): RecordDraft => ({
  resource: { type: 'partner_reload', id: transactionId },
  partition,
  sequence: 1,
  type: 'partner_balance.reloaded',
  eventId,
  sortKey: transactionSortKey(transactionId),
  data: { transactionId, partnerBalanceId, kind, amount: toWire(amount), reference },
  legs: move('pooled', partnerAccount(partnerBalanceId), amount),
});

/** Place of a warning in its partition: one per change that crossed the threshold. */
export const lowSortKey = (crossing: string): string => `LOW#${crossing}`;

/**
 * The record of a warning (AN-70).
 * @param at.crossing names the change of the balance that crossed the threshold, so that it warns once
 */
export const partnerBalanceLow = (
  partition: string,
  balance: PartnerBalance,
  at: { readonly crossing: string; readonly sequence: number },
): RecordDraft => ({
  resource: { type: 'partner_balance', id: balance.partnerBalanceId },
  partition,
  sequence: at.sequence,
  type: 'partner_balance.low',
  sortKey: lowSortKey(at.crossing),
  data: {
    partnerBalanceId: balance.partnerBalanceId,
    kind: balance.kind,
    available: toWire(money(balance.available, balance.currency)),
    lowBalanceThreshold: toWire(money(balance.lowBalanceThreshold, balance.currency)),
  },
});

/** True when this change took the balance from the threshold or above to below it (AN-70). */
export const fellBelowThreshold = (before: PartnerBalance, after: PartnerBalance): boolean =>
  before.available >= before.lowBalanceThreshold && after.available < after.lowBalanceThreshold;

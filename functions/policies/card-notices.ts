import type { Temporal } from 'temporal-polyfill';
import { later, leadTimeOf, settle } from './lead-time.ts';
import { ruleOn } from './shared-rules.ts';
import { dayOf } from './window.ts';

/**
 * The first instant at which a third party may debit a card of ours: the law's lead time has passed since the delivery of
 * the notice, and so has everything in `notBefore`. A provider's longer lead is none of ours.
 * @param deliveredAt by the receipt of the channel
 */
export const issuerEligibleAt = (
  deliveredAt: Temporal.Instant,
  ...notBefore: readonly Temporal.Instant[]
): Temporal.Instant => settle({ deliveredAt, leadTimeOn: leadTimeOf }, later(deliveredAt, ...notBefore));

/**
 * Until when a delivered notice carries a debit of a card: three days after the day of the debit (rule 42; said of RuPay,
 * and kept to on every card, since the network is not always known).
 * @param debitAt the moment that the notice names
 */
export const cardNoticeLapsesAt = (debitAt: Temporal.Instant): Temporal.Instant | undefined => {
  const lapse = ruleOn('provider.razorpay.rupay.noticeLapseDays', 'days', dayOf(debitAt));
  return lapse && debitAt.add({ hours: 24 * lapse.value });
};

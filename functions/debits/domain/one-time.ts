import type { Temporal } from 'temporal-polyfill';
import type { Debit } from './debit.ts';
import { hasEnded } from './debit-steps.ts';
import { laterOf } from './instants.ts';
import type { MandateTerms } from './mandate-terms.ts';
import type { Payment } from './payment.ts';
import type { DebitPlan } from './plan-debit.ts';

/**
 * Whether a one-time payment can be collected on the mandate's token (SH-13). Cards take it beside the recurring debits; on
 * UPI the network allows one debit per cycle, so only a mandate without cycles does. What needs an authentication never
 * does, nor what is not the amount of an exact mandate.
 */
export const usesToken = (
  { method, frequency, amountRule, maxAmount }: MandateTerms,
  { amount, authentication }: Pick<DebitPlan, 'authentication'> & Pick<Payment, 'amount'>,
): boolean =>
  authentication === undefined &&
  (method === 'card' || frequency === 'as_presented') &&
  (amountRule === 'max' || amount.minor === maxAmount.minor);

/** What the customer is told: the charge comes in 24 to 48 hours (SH-15), later where the lawful moment is. */
const longestHours = 48;

export const tokenWindow = (
  { earliestDebitAt }: Pick<DebitPlan, 'earliestDebitAt'>,
  now: Temporal.Instant,
): Pick<Payment, 'expectedFrom' | 'expectedBy'> => ({
  expectedFrom: earliestDebitAt,
  expectedBy: laterOf(now.add({ hours: longestHours }), earliestDebitAt),
});

/** A payment on the token as it is now: its debit decides. */
export const paymentByDebit = (payment: Payment, debit: Debit): Payment => {
  if (payment.status !== 'scheduled' || !hasEnded(debit)) return payment;
  const { succeededAt, refunded, endReason } = debit;
  const status = debit.status === 'succeeded' ? 'succeeded' : 'failed';
  return { ...payment, status, succeededAt, refunded, endReason };
};

import type { Temporal } from 'temporal-polyfill';
import type { Money } from '../../kernel/money/money.ts';
import type { Rhythm } from '../../policies/cycle-spans.ts';

/** What a debit has to know of its mandate; the mandate itself belongs to another subdomain. */
export interface MandateTerms {
  readonly mandateId: string;
  readonly customerId: string;
  readonly method: 'card' | 'upi';
  readonly status: string;
  readonly amountRule: 'exact' | 'max';
  readonly maxAmount: Money;
  readonly frequency:
    | 'daily'
    | 'weekly'
    | 'fortnightly'
    | 'monthly'
    | 'bimonthly'
    | 'quarterly'
    | 'half_yearly'
    | 'yearly'
    | 'as_presented';
  readonly recurrence?: { readonly rule: 'on' | 'before' | 'after'; readonly day: number } | undefined;
  readonly category: 'standard' | 'insurance' | 'mutual_fund' | 'credit_card_bill';
  readonly validFrom: Temporal.Instant;
  readonly validUntil: Temporal.Instant;
  /** The INR 1 of the registration; once captured it counts as the first debit (rule 7). */
  readonly authCharge?: { readonly status: string } | undefined;
  readonly afa?: { readonly at: Temporal.Instant } | undefined;
  /** The provider's token that the debits are asked for with. */
  readonly remote?: { readonly tokenId?: string | undefined } | undefined;
  readonly openOperation?: { readonly type: string } | undefined;
  readonly openDebits: readonly { readonly debitId: string; readonly cycle: string }[];
  readonly executing?: string | undefined;
  readonly usedCycles: readonly string[];
  readonly cycleAttempts?: readonly { readonly cycle: string; readonly attempts: number }[] | undefined;
}

/** Whether the payer is being asked to withdraw the mandate: until that is decided no debit starts. */
export const isBeingWithdrawn = ({ openOperation }: Pick<MandateTerms, 'openOperation'>): boolean =>
  openOperation?.type === 'withdraw';

/** When the mandate may be debited; a one-time payment on its token follows no rhythm. */
export const rhythmOf = (
  { frequency, recurrence, validFrom }: Pick<MandateTerms, 'frequency' | 'recurrence' | 'validFrom'>,
  isOneTime: boolean,
): Rhythm => (isOneTime ? { frequency: 'as_presented' } : { frequency, recurrence, anchor: validFrom });

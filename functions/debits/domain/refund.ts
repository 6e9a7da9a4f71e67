import type { Temporal } from 'temporal-polyfill';
import type { Money } from '../../kernel/money/money.ts';
import { money } from '../../kernel/money/money.ts';

/** What of collected money went back to its payer, such as by hand at the provider; a part of it, or all. */
export interface Refunded {
  readonly amount: Money;
  /** When we saw the newest part of it, by our clock: the provider does not say when. */
  readonly at: Temporal.Instant;
}

/** Money that is in, of a debit or of a payment. */
interface Collected {
  readonly amount: Money;
  readonly refunded?: Refunded | undefined;
}

/** The provider's payment, as far as it tells of refunds. */
interface Shown {
  readonly status: string;
  readonly amountRefunded?: Money | undefined;
}

/** What the provider shows as gone back: all of a payment that it calls refunded, never more than was collected. */
const shownBack = ({ amount }: Collected, { status, amountRefunded }: Shown): bigint => {
  if (status === 'refunded' || (amountRefunded?.minor ?? 0n) > amount.minor) return amount.minor;
  return amountRefunded?.minor ?? 0n;
};

const known = ({ refunded }: Collected): bigint => refunded?.amount.minor ?? 0n;

/**
 * The refund as it is now, when the provider shows more of it than is known. A look that shows the same changes nothing,
 * and neither does one that shows less: it only ever grows, in whatever order looks and words come.
 */
export const moreRefunded = (collected: Collected, shown: Shown, at: Temporal.Instant): Refunded | undefined => {
  const minor = shownBack(collected, shown);
  return minor > known(collected) ? { amount: money(minor, collected.amount.currency), at } : undefined;
};

/** Whether the provider shows less than it did: a refund has failed there, and somebody has to look. */
export const isRefundUndone = (collected: Collected, shown: Shown): boolean =>
  shownBack(collected, shown) < known(collected);

/** Whether nothing of the money is left. */
export const isRefundedInFull = (collected: Collected): boolean => known(collected) >= collected.amount.minor;

/** Whether the provider's word is one about money that goes back; of collected money no other changes anything. */
export const isAboutRefunds = (said: string | undefined): boolean => said?.startsWith('refund.') === true;

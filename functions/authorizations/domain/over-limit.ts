import type { Temporal } from 'temporal-polyfill';
import type { Currency } from '../../kernel/money/currency.ts';
import type { Cap } from '../../policies/ppi-caps.ts';
import { capsOf } from '../../policies/ppi-caps.ts';

/**
 * The caps on what a holder may have. Empty for currencies whose country's law is not known here.
 * @param at the instant of the message; its date in India chooses the version of the rule
 */
export const outstandingCaps = (
  holder: { readonly level: 'minimum' | 'full'; readonly currency: Currency },
  at: Temporal.Instant,
): readonly Cap[] =>
  capsOf(holder.level === 'minimum' ? 'small' : 'full', at).filter(
    ({ counter, limit }) => counter === 'outstanding' && limit.currency === holder.currency,
  );

/**
 * Whether a balance holds more than the law lets its holder have. The refund of a purchase brings it there: it is
 * credited all the same (rule 83) and flagged; the next load is refused.
 * @param held.posted minor units, with what is reserved
 * @param at the instant of the message; its date in India chooses the version of the rule
 */
export const isOverLimit = (
  held: { readonly level: 'minimum' | 'full'; readonly currency: Currency; readonly posted: bigint },
  at: Temporal.Instant,
): boolean => outstandingCaps(held, at).some(({ limit }) => held.posted > limit.minor);

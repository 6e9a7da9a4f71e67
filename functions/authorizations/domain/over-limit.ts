import type { Temporal } from 'temporal-polyfill';
import type { Currency } from '../../kernel/money/currency.ts';
import { capsOf } from '../../policies/ppi-caps.ts';

/**
 * Whether a balance holds more than the law lets its holder have. A refund brings it there: it is credited all the same
 * (rule 83) and flagged; the next load is refused.
 * @param held.posted minor units, with what is reserved
 * @param at the instant of the message; its date in India chooses the version of the rule
 */
export const isOverLimit = (
  held: { readonly level: 'minimum' | 'full'; readonly currency: Currency; readonly posted: bigint },
  at: Temporal.Instant,
): boolean =>
  capsOf(held.level === 'minimum' ? 'small' : 'full', at).some(
    ({ counter, limit }) => counter === 'outstanding' && limit.currency === held.currency && held.posted > limit.minor,
  );

import type { Temporal } from 'temporal-polyfill';
import type { Money } from '../kernel/money/money.ts';
import { money } from '../kernel/money/money.ts';
import type { Versions } from './policy.ts';
import { versionsOf } from './policy.ts';
import { ruleOn } from './shared-rules.ts';

/** What the payee sells; decided when the mandate is registered. */
export type Category = 'standard' | 'insurance' | 'mutual_fund' | 'credit_card_bill';

const ceilingRule = 'law.emandate.afaFreeMaxMinor';

/**
 * Whether a debit needs the payer's additional factor (rules 1 to 5). The ceiling is inclusive; an amount in a currency that
 * the law does not name needs it always, and so does a day before the first circular.
 * @param on the day of the debit in India
 */
export const afaNeed = (
  on: Temporal.PlainDate,
  { amount, category }: { readonly amount: Money; readonly category: Category },
): { readonly required: boolean; readonly ceiling: Money; readonly versions: Versions } => {
  const special = ruleOn(`${ceilingRule}.byCategory`, 'minor_units', on);
  const rule = special?.scope.categories?.includes(category)
    ? special
    : ruleOn(`${ceilingRule}.default`, 'minor_units', on);
  const inclusive = ruleOn('law.emandate.ceilingInclusive', 'flag', on);
  const ceiling = money(rule?.value ?? 0n, 'INR');
  const within = inclusive?.value === true ? amount.minor <= ceiling.minor : amount.minor < ceiling.minor;
  return {
    required: rule === undefined || amount.currency !== ceiling.currency || !within,
    ceiling,
    versions: versionsOf(rule, inclusive),
  };
};

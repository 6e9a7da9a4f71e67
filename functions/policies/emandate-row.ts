import type { Policy, PolicyScope } from './policy.ts';

/** What most rules on recurring payments have in common is left out of their rows. */
type RowOf = Pick<Policy, 'rule' | 'key' | 'sources'> &
  Partial<Pick<Policy, 'effectiveFrom' | 'status' | 'confidence'>> & {
    readonly scope?: Omit<PolicyScope, 'jurisdiction' | 'instrument'>;
  };

/**
 * First day of rules that the table calls "in use", and of a provider's rules, which have no date there: the month in which
 * the framework reached UPI.
 */
export const inUseSince = '2020-01-01';

/** Everything of a row but its unit and value. */
export const emandateRow = ({ scope, ...row }: RowOf) =>
  ({
    effectiveFrom: inUseSince,
    status: 'in_force',
    confidence: 'high',
    ...row,
    scope: { jurisdiction: 'IN', instrument: 'any', ...scope },
  }) as const satisfies Omit<Policy, 'unit' | 'value'>;

/** Money in paise. */
export const inPaise = { unit: 'minor_units', currency: 'INR' } as const;

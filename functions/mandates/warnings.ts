import type { Temporal } from 'temporal-polyfill';
import { dayOf } from '../policies/window.ts';
import { mandateMaximum } from '../policies/mandate-terms.ts';
import type { ObservedLimits } from '../policies/payer-limits.ts';
import type { Mandate } from './domain/mandate.ts';

interface Warning {
  readonly code: string;
  readonly detail: string;
}

const fixedFrequency: Warning = {
  code: 'cycle_used_by_registration',
  detail: 'The INR 1 of the registration uses up the present cycle: the first debit is possible in the next one.',
};

const unknownLimits = 'The limits of the payer’s bank and app are not known; either may refuse a mandate of this size.';
const observedLimits =
  'This is more than is known to pass at the payer’s bank and app; either may refuse a mandate of this size.';

/** That bank or app may refuse a maximum that is taken all the same (SH-21). */
export const maximumWarnings = (
  { method, category, knownLimits, maxAmount }: Pick<Mandate, 'method' | 'category' | 'knownLimits' | 'maxAmount'>,
  at: Temporal.Instant,
  observed: ObservedLimits,
): Warning[] => {
  const { suggested, hard, limiting } = mandateMaximum({ method, category, knownLimits, observed, on: dayOf(at) });
  if (!hard || maxAmount.minor <= suggested.minor) return [];
  const detail = limiting?.source === 'observed' ? observedLimits : unknownLimits;
  return [{ code: 'above_suggested_maximum', detail }];
};

/** What a caller should know of terms that are taken all the same (D-20, SH-21). */
export const warningsOf = (mandate: Mandate, at: Temporal.Instant, observed: ObservedLimits): Warning[] => [
  ...(mandate.frequency === 'as_presented' ? [] : [fixedFrequency]),
  ...maximumWarnings(mandate, at, observed),
];

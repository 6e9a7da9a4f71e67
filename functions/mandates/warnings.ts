import type { Temporal } from 'temporal-polyfill';
import { dayOf } from '../policies/window.ts';
import { mandateMaximum } from '../policies/mandate-terms.ts';
import type { Mandate } from './domain/mandate.ts';

interface Warning {
  readonly code: string;
  readonly detail: string;
}

const fixedFrequency: Warning = {
  code: 'cycle_used_by_registration',
  detail: 'The INR 1 of the registration uses up the present cycle: the first debit is possible in the next one.',
};

const unknownLimits: Warning = {
  code: 'above_suggested_maximum',
  detail: 'The limits of the payer’s bank and app are not known; either may refuse a mandate of this size.',
};

/** What a caller should know of terms that are taken all the same (D-20, SH-21). */
export const warningsOf = (
  { method, category, knownLimits, frequency, maxAmount }: Mandate,
  at: Temporal.Instant,
): Warning[] => {
  const { suggested, hard } = mandateMaximum({ method, category, knownLimits, on: dayOf(at) });
  return [
    ...(frequency === 'as_presented' ? [] : [fixedFrequency]),
    ...(hard && maxAmount.minor > suggested.minor ? [unknownLimits] : []),
  ];
};

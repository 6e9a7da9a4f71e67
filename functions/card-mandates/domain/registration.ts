import { Temporal } from 'temporal-polyfill';
import type { CardMandate, CardMandateTerms } from './card-mandate.ts';
import { isThere } from './card-mandate.ts';

/** Why a registration is not accepted. */
export type RegistrationRefusal = 'mandate_exists' | 'mandate_terms_invalid';

/** A network's name that is taken, or a validity that is over before it begins (rule 13). */
export const registrationRefusal = (
  known: CardMandate | undefined,
  terms: CardMandateTerms,
  now: Temporal.Instant,
): RegistrationRefusal | undefined => {
  if (isThere(known)) return 'mandate_exists';
  return Temporal.Instant.compare(terms.validUntil, now) <= 0 ? 'mandate_terms_invalid' : undefined;
};

/**
 * The mandate as it begins, with the proof that its holder agreed. Where an earlier registration under the same name was
 * taken back, its history goes on.
 */
export const registered = (
  terms: CardMandateTerms,
  named: Pick<CardMandate, 'mandateId' | 'customerId' | 'balanceId' | 'cardId' | 'chain' | 'afa' | 'createdAt'>,
  before?: CardMandate,
): CardMandate => ({
  ...{ ...terms, ...named, status: 'active', debits: [], usedCycles: [] },
  sequence: (before?.sequence ?? 0) + 1,
});

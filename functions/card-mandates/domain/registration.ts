import { Temporal } from 'temporal-polyfill';
import type { CardMandate, CardMandateTerms } from './card-mandate.ts';

/** Why a registration is not accepted. */
export type RegistrationRefusal = 'mandate_exists' | 'mandate_terms_invalid';

/** A network's name that is taken, or a validity that is over before it begins (rule 13). */
export const registrationRefusal = (
  known: CardMandate | undefined,
  terms: CardMandateTerms,
  now: Temporal.Instant,
): RegistrationRefusal | undefined => {
  if (known !== undefined) return 'mandate_exists';
  return Temporal.Instant.compare(terms.validUntil, now) <= 0 ? 'mandate_terms_invalid' : undefined;
};

/** The mandate as it begins, with the proof that its holder agreed. */
export const registered = (
  terms: CardMandateTerms,
  named: Pick<CardMandate, 'mandateId' | 'customerId' | 'balanceId' | 'cardId' | 'chain' | 'afa' | 'createdAt'>,
): CardMandate => ({ ...terms, ...named, status: 'active', debits: [], usedCycles: [], sequence: 1 });

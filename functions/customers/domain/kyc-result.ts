import type { Temporal } from 'temporal-polyfill';
import type { KycCase } from './kyc-case.ts';
import { advance, approve } from './kyc-case.ts';
import { isFinal, kycPath } from './kyc-status.ts';

/** What a vendor may say of a case. */
export const kycOutcomes = ['approved', 'rejected', 'resubmission_required', 'abandoned'] as const;
export type KycOutcome = (typeof kycOutcomes)[number];

export interface KycResult {
  readonly outcome: KycOutcome;
  /** The vendor's pseudonym of the person, with an approval. */
  readonly identityReference?: string | undefined;
  /** When the vendor decided, in the tenant's business time. */
  readonly occurredAt: Temporal.Instant;
}

export type KycResultDecision =
  | { readonly kind: 'applied'; readonly kyc: KycCase }
  /** A repeat, or a step on the way to what is known already. */
  | { readonly kind: 'already' }
  /** Another end than the one that the case has, or after its time. */
  | { readonly kind: 'not_allowed' };

/**
 * What a vendor's result does to a case: the end that is heard of first stays, whatever comes later or again. A call
 * that must be taken up again is a step, so hearing of it after the end changes nothing.
 */
export const decideResult = (kyc: KycCase, result: KycResult): KycResultDecision => {
  const { outcome, identityReference, occurredAt } = result;
  if (kyc.status === outcome) return { kind: 'already' };
  if (isFinal(kyc.status)) return { kind: isFinal(outcome) ? 'not_allowed' : 'already' };
  const isLate = kyc.waitsUntil !== undefined && occurredAt.epochMilliseconds > kyc.waitsUntil.epochMilliseconds;
  if (isLate || kycPath(kyc.status, outcome) === undefined) return { kind: 'not_allowed' };
  return { kind: 'applied', kyc: outcome === 'approved' ? approve(kyc, identityReference) : advance(kyc, outcome) };
};

import type { Temporal } from 'temporal-polyfill';
import type { Currency } from '../../kernel/money/currency.ts';

/** States of an issuance (api.md section 4.3). */
export const issuanceStatuses = ['awaiting_kyc', 'creating_balance', 'creating_card', 'completed', 'failed'] as const;
export type IssuanceStatus = (typeof issuanceStatuses)[number];

/** The KYC that the caller wants done first; absent: the customer's present level is enough, if there is one. */
export interface WantedKyc {
  readonly level: 'minimum' | 'full';
  readonly method: 'aadhaar_otp' | 'video';
}

/** Where a physical card is sent (api.md section 2). */
export interface DeliveryAddress {
  readonly line1: string;
  readonly line2?: string | undefined;
  readonly city: string;
  readonly state: string;
  readonly postalCode: string;
  readonly country: string;
}

/** One way from a customer to a card: KYC → balance → card (M-16, AN-04). */
export interface Issuance {
  readonly issuanceId: string;
  readonly customerId: string;
  readonly status: IssuanceStatus;
  readonly wantedKyc?: WantedKyc | undefined;
  /** The case that the workflow waits for. */
  readonly kycId?: string | undefined;
  /** Id of the case, should one have to be opened; chosen at the start like the next two. */
  readonly plannedKycId: string;
  /** Chosen at the start, so that every try of a step names the same balance. */
  readonly balanceId: string;
  /** Set when a balance is to be opened; absent when `balanceId` was there before. */
  readonly newBalanceCurrency?: Currency | undefined;
  /** Chosen at the start, so that every try asks the issuer for the same card. */
  readonly cardId: string;
  readonly displayName?: string | undefined;
  /** The card is physical. Gone when the issuance is over: from then on the card's order has it. */
  readonly deliveryAddress?: DeliveryAddress | undefined;
  readonly failureCode?: string | undefined;
  readonly createdAt: Temporal.Instant;
  /** Counts the changes, from 1. */
  readonly sequence: number;
}

const next: Readonly<Record<IssuanceStatus, readonly IssuanceStatus[]>> = {
  awaiting_kyc: ['awaiting_kyc', 'creating_balance', 'failed'],
  creating_balance: ['creating_card', 'failed'],
  creating_card: ['completed', 'failed'],
  completed: [],
  failed: [],
};

/**
 * The issuance one step on; undefined when it is there or beyond already, so that a repeated step changes nothing.
 * `awaiting_kyc` may follow itself once, when the case is known.
 */
export const advance = (
  issuance: Issuance,
  to: IssuanceStatus,
  facts: Pick<Issuance, 'kycId'> | Pick<Issuance, 'failureCode'> = {},
): Issuance | undefined => {
  const known = to === 'awaiting_kyc' && issuance.kycId !== undefined;
  if (known || !next[issuance.status].includes(to)) return undefined;
  const { deliveryAddress, ...rest } = issuance;
  const address = next[to].length === 0 || deliveryAddress === undefined ? {} : { deliveryAddress };
  return { ...rest, ...address, ...facts, status: to, sequence: issuance.sequence + 1 };
};

/** The code a tenant sees for a workflow error: a violation's own code, never an internal error's name. */
export const failureCodeOf = (error: string): string => {
  if (error === 'States.Timeout') return 'timed_out';
  return /^[a-z][a-z_]*$/.test(error) ? error : 'internal_error';
};

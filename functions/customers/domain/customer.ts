import type { Temporal } from 'temporal-polyfill';

/** States of a cardholder (domain.md 2.2). */
export const customerStatuses = ['unverified', 'limited', 'active', 'suspended', 'closed'] as const;
export type CustomerStatus = (typeof customerStatuses)[number];

/** How well the customer is known; decides the limits (regulation.md section 3.2). */
export const kycLevels = ['none', 'minimum', 'full'] as const;
export type KycLevel = (typeof kycLevels)[number];

export interface Address {
  readonly line1: string;
  readonly line2?: string | undefined;
  readonly city: string;
  readonly state: string;
  readonly postalCode: string;
  /** ISO 3166 alpha-2. */
  readonly country: string;
}

/** What the tenant says about its customer. */
export interface Profile {
  readonly firstName: string;
  readonly lastName: string;
  /** E.164; 3-D Secure uses it (AL-28). */
  readonly phone: string;
  readonly email: string;
  /** ISO 8601 calendar date. */
  readonly dateOfBirth?: string | undefined;
  readonly address?: Address | undefined;
  /** The tenant's own id of the customer. */
  readonly externalId?: string | undefined;
}

/** A cardholder. The issuer knows none of it as an entity of its own (AL-06). */
export interface Customer extends Profile {
  readonly customerId: string;
  readonly status: CustomerStatus;
  readonly kycLevel: KycLevel;
  /** Embossed on cards (AL-07). */
  readonly displayName: string;
  readonly createdAt: Temporal.Instant;
  /** Counts the changes, from 1. */
  readonly sequence: number;
}

const displayNameLength = 26;

/** The name for a card: upper case, Latin letters, at most 26 characters as an embosser takes (AL-07). */
export const displayNameOf = ({ firstName, lastName }: Pick<Profile, 'firstName' | 'lastName'>): string => {
  const latin = `${firstName} ${lastName}`
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toUpperCase()
    .replaceAll(/[^A-Z0-9 .'-]/g, ' ')
    .replaceAll(/ +/g, ' ')
    .trim();
  return (latin === '' ? 'CARDHOLDER' : latin).slice(0, displayNameLength).trim();
};

/** A customer as it is declared: unverified (domain.md 2.2). */
export const declareCustomer = (customerId: string, profile: Profile, now: Temporal.Instant): Customer => ({
  ...profile,
  customerId,
  status: 'unverified',
  kycLevel: 'none',
  displayName: displayNameOf(profile),
  createdAt: now,
  sequence: 1,
});

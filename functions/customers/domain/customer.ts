import type { Temporal } from 'temporal-polyfill';
import type { UseRules } from '../../policies/card-controls.ts';

/** States of a cardholder (domain.md 2.2). */
export const customerStatuses = ['unverified', 'limited', 'active', 'suspended', 'closed'] as const;
export type CustomerStatus = (typeof customerStatuses)[number];

/** How well the customer is known; decides the limits (regulation.md section 3.2). */
export const kycLevels = ['none', 'minimum', 'full'] as const;
export type KycLevel = (typeof kycLevels)[number];

/** Levels that a KYC case can lead to. */
export const verifiedLevels = ['minimum', 'full'] as const;
export type VerifiedLevel = (typeof verifiedLevels)[number];

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
  /** Counts the balances and cards that were opened for it; closing checks that none was added meanwhile. */
  readonly openings: number;
  /** What all its cards may be used for, beyond what each card's own rules say; undefined until somebody sets it. */
  readonly rules?: UseRules | undefined;
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
  openings: 0,
});

/** What may be changed; null takes an optional value away. */
export type ProfileChange = {
  readonly [Name in keyof Profile]?: Profile[Name] | (undefined extends Profile[Name] ? null : never) | undefined;
};

const same = (left: unknown, right: unknown): boolean => JSON.stringify(left) === JSON.stringify(right);

/**
 * The customer with a changed profile, and which of its members changed. The display name follows the names: cards
 * that exist keep theirs.
 */
export const changeProfile = (
  customer: Customer,
  change: ProfileChange,
): { readonly customer: Customer; readonly changed: readonly string[] } => {
  const given = Object.entries(change)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, value ?? undefined] as const);
  const before = new Map<string, unknown>(Object.entries(customer));
  const changed = given.filter(([name, value]) => !same(before.get(name), value)).map(([name]) => name);
  if (changed.length === 0) return { customer, changed };
  const next = { ...customer, ...Object.fromEntries(given), sequence: customer.sequence + 1 };
  return { customer: { ...next, displayName: displayNameOf(next) }, changed };
};

const rank: Readonly<Record<KycLevel, number>> = { none: 0, minimum: 1, full: 2 };

export const isAtLeast = (level: KycLevel, other: KycLevel): boolean => rank[level] >= rank[other];

const statusAt: Readonly<Record<VerifiedLevel, CustomerStatus>> = { minimum: 'limited', full: 'active' };

/**
 * The customer once it is known at `level`; undefined when that changes nothing. A level is never lowered; a
 * suspended customer stays suspended, a closed one stays as it was.
 */
export const raiseLevel = (customer: Customer, level: VerifiedLevel): Customer | undefined => {
  if (customer.status === 'closed' || isAtLeast(customer.kycLevel, level)) return undefined;
  const status = customer.status === 'suspended' ? customer.status : statusAt[level];
  return { ...customer, kycLevel: level, status, sequence: customer.sequence + 1 };
};

export const close = (customer: Customer): Customer => ({
  ...customer,
  status: 'closed',
  sequence: customer.sequence + 1,
});

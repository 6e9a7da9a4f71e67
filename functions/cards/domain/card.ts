import type { Temporal } from 'temporal-polyfill';
import type { CardLock } from './card-lock.ts';
import type { KeptControls } from './controls.ts';
import type { ReplacementReason } from './replacement-reason.ts';
import type { IssuerReason } from './issuer-reason.ts';

/** States of a card (domain.md 2.4). */
export const cardStatuses = ['requested', 'inactive', 'active', 'locked', 'closed', 'expired', 'failed'] as const;
export type CardStatus = (typeof cardStatuses)[number];

/** States in which authorizations meet a card. */
export type SpendStatus = Exclude<CardStatus, 'requested' | 'failed'>;

/** What the issuer says; it is the source of truth for status (AL-14, D-02). */
export const issuerStatuses = ['inactive', 'active', 'suspended', 'closed'] as const;
export type IssuerStatus = (typeof issuerStatuses)[number];

export const networks = ['visa', 'mastercard', 'rupay'] as const;
export type Network = (typeof networks)[number];

export const cardTypes = ['virtual', 'physical'] as const;
export type CardType = (typeof cardTypes)[number];

/** A payment instrument of a customer, for life on one balance (AN-38). Holds no PAN and no CVV. */
export interface Card {
  readonly cardId: string;
  readonly customerId: string;
  /** Set at issuance; no operation changes it (AN-38). */
  readonly balanceId: string;
  readonly type: CardType;
  readonly network: Network;
  /** What this platform asked for (D-02). */
  readonly requestedStatus: CardStatus;
  readonly issuerStatus: IssuerStatus;
  /** Since when, by the issuer's clock: what it tells of an earlier moment is older than what is known. */
  readonly issuerStatusAt: Temporal.Instant;
  /** Why, when the issuer said it. */
  readonly issuerReason?: IssuerReason | undefined;
  /** Effective: the stricter of what is asked for here and what the issuer says. */
  readonly status: CardStatus;
  /** Open locks, in the order in which they were set; active only when there is none. */
  readonly locks: readonly CardLock[];
  /** Found and not healed yet: the issuer does not say what was asked of it. */
  readonly drift?: Drift | undefined;
  /** The issuer's id of the payment instrument (AL-04, AL-05). */
  readonly externalId: string;
  readonly displayName: string;
  readonly firstSix: string;
  readonly lastFour: string;
  /** 1 to 12. */
  readonly expiryMonth: number;
  readonly expiryYear: number;
  /** Keyed hash of the PAN by the issuer. */
  readonly fingerprint: string;
  /** 3-D Secure is on from issuance (AL-27). */
  readonly threeDsEnabled: boolean;
  /** Absent until they are set: those at issue. */
  readonly controls?: KeptControls | undefined;
  /** The card that came in its place, and the one whose place it took. */
  readonly replacedBy?: string | undefined;
  readonly replaces?: string | undefined;
  /** A card that is on its way to take this one's place; gone when it has. */
  readonly replacement?: OpenReplacement | undefined;
  /** Of a card that took another one's place: what all of the chain count their uses as. */
  readonly countedAs?: string | undefined;
  /** Removed for good (AN-53): only its history is left to be seen. */
  readonly removedAt?: Temporal.Instant | undefined;
  readonly createdAt: Temporal.Instant;
  /** Counts the changes, from 1. */
  readonly sequence: number;
}

/** A card that is made or ordered, and not in use yet. */
export interface OpenReplacement {
  readonly cardId: string;
  readonly reason: ReplacementReason;
}

/** That the issuer's status is not the requested one. */
export interface Drift {
  readonly since: Temporal.Instant;
  readonly requested: CardStatus;
  readonly issuerStatus: IssuerStatus;
}

const effective: Readonly<Record<IssuerStatus, CardStatus>> = {
  inactive: 'inactive',
  active: 'active',
  suspended: 'locked',
  closed: 'closed',
};

/**
 * The card's status: the issuer's word, unless this platform is stricter (D-02). Nothing that the issuer says opens a
 * card that is locked, closed or expired here.
 */
export const effectiveStatus = ({
  requestedStatus,
  issuerStatus,
  locks,
}: Pick<Card, 'requestedStatus' | 'issuerStatus' | 'locks'>): CardStatus => {
  if (issuerStatus === 'closed' || requestedStatus === 'closed') return 'closed';
  if (requestedStatus === 'expired') return 'expired';
  return locks.length > 0 ? 'locked' : effective[issuerStatus];
};

const ended = new Set<CardStatus>(['closed', 'expired', 'failed']);

/** A card that may still be used, now or after activation. */
export const isOpen = ({ status }: Pick<Card, 'status'>): boolean => !ended.has(status);

/** The card's state as authorizations meet it; one that never came to be is like a closed one. */
export const spendStatus = ({ status }: Pick<Card, 'status'>): SpendStatus => {
  switch (status) {
    case 'inactive':
    case 'active':
    case 'locked':
    case 'expired':
      return status;
    case 'requested':
      return 'inactive';
    case 'closed':
    case 'failed':
      return 'closed';
  }
};

/** First six and last four digits, the most that may be shown by default (PCI DSS 3.4.1). */
export const maskedPan = ({ firstSix, lastFour }: Pick<Card, 'firstSix' | 'lastFour'>): string =>
  `${firstSix}******${lastFour}`;

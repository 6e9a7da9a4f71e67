import { Temporal } from 'temporal-polyfill';
import type { CardControls } from './controls.ts';

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

/** A payment instrument of a customer, for life on one balance (AN-38). Holds no PAN and no CVV. */
export interface Card {
  readonly cardId: string;
  readonly customerId: string;
  /** Set at issuance; no operation changes it (AN-38). */
  readonly balanceId: string;
  readonly type: 'virtual';
  readonly network: Network;
  /** What this platform asked for (D-02). */
  readonly requestedStatus: CardStatus;
  readonly issuerStatus: IssuerStatus;
  /** Since when, by the issuer's clock: what it tells of an earlier moment is older than what is known. */
  readonly issuerStatusAt: Temporal.Instant;
  /** Effective: follows the issuer. */
  readonly status: CardStatus;
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
  readonly controls?: CardControls | undefined;
  readonly createdAt: Temporal.Instant;
  /** Counts the changes, from 1. */
  readonly sequence: number;
}

const effective: Readonly<Record<IssuerStatus, CardStatus>> = {
  inactive: 'inactive',
  active: 'active',
  suspended: 'locked',
  closed: 'closed',
};

/** The card's status as the issuer's word makes it (D-02). */
export const effectiveStatus = (issuerStatus: IssuerStatus): CardStatus => effective[issuerStatus];

/** What the issuer says of a card's status, and of which moment. */
export interface StatusReport {
  readonly status: IssuerStatus;
  readonly at: Temporal.Instant;
}

const severity: Readonly<Record<IssuerStatus, number>> = { inactive: 0, active: 1, suspended: 2, closed: 3 };

/** Of two reports of one moment the more severe one counts, whichever is heard of first. */
const isNewer = (card: Card, { status, at }: StatusReport): boolean => {
  const order = Temporal.Instant.compare(at, card.issuerStatusAt);
  return order > 0 || (order === 0 && severity[status] > severity[card.issuerStatus]);
};

/**
 * The card after the issuer's report; undefined when that says nothing new. Reports come in any order, and the end
 * must be the same for each: the latest by the issuer's clock counts, so that one which confirms the status still
 * outdates the reports of earlier moments. Closed is for good, whenever it is heard of.
 */
export const withIssuerStatus = (card: Card, report: StatusReport): Card | undefined => {
  const { status, at } = report;
  if (card.issuerStatus === 'closed' || (status !== 'closed' && !isNewer(card, report))) return undefined;
  return {
    ...card,
    issuerStatus: status,
    issuerStatusAt: at,
    status: effectiveStatus(status),
    sequence: card.sequence + 1,
  };
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

import type { Temporal } from 'temporal-polyfill';
import type { RecordDraft } from '../../kernel/events/record.ts';
import { InvalidState } from '../../kernel/errors/domain-error.ts';
import type { Card } from './card.ts';
import { isOpen } from './card.ts';
import type { LockCode } from './lock-table.ts';

/** What may happen to a card (AL-17, AL-18, AL-19). */
export const cardIncidentTypes = ['lost', 'stolen', 'damaged'] as const;
export type CardIncidentType = (typeof cardIncidentTypes)[number];

/** Somebody says that a card was lost, stolen or damaged; a card has one of each type at most. */
export interface CardIncident {
  readonly incidentId: string;
  readonly cardId: string;
  readonly customerId: string;
  readonly balanceId: string;
  readonly type: CardIncidentType;
  /** Free text of people; never in an event. */
  readonly note?: string | undefined;
  /** The review of the balance that a theft asks for. */
  readonly balanceReviewId?: string | undefined;
  readonly declaredAt: Temporal.Instant;
}

/** The lock that secures the card; a damaged one stays usable until its replacement is (domain.md 2.4). */
export const lockOfIncident: Partial<Readonly<Record<CardIncidentType, LockCode>>> = { lost: 1, stolen: 2 };

/** @throws invalid_state for a card that is over already */
export const requireDeclarable = (card: Pick<Card, 'status'>): void => {
  if (!isOpen(card)) throw new InvalidState(`The card is ${card.status}.`);
};

const factsOf = ({ incidentId, cardId, customerId, balanceId, type }: CardIncident) => ({
  ...{ incidentId, cardId, customerId, balanceId, type },
});

/**
 * The records of an incident. A theft also asks people to look at the balance: `balance.review_requested` is a resource
 * of its own, so that it can be found and followed; no money is blocked by it.
 */
export const incidentRecords = (
  partitionOf: (kind: 'CARD_INCIDENT' | 'BALANCE_REVIEW', id: string) => string,
  incident: CardIncident,
): readonly RecordDraft[] => {
  const { incidentId, balanceReviewId } = incident;
  const data = { ...factsOf(incident), ...(balanceReviewId === undefined ? {} : { balanceReviewId }) };
  const declared: RecordDraft = {
    resource: { type: 'card_incident', id: incidentId },
    partition: partitionOf('CARD_INCIDENT', incidentId),
    sequence: 1,
    type: 'card.incident_declared',
    data,
  };
  if (balanceReviewId === undefined) return [declared];
  const review: RecordDraft = {
    resource: { type: 'balance_review', id: balanceReviewId },
    partition: partitionOf('BALANCE_REVIEW', balanceReviewId),
    sequence: 1,
    type: 'balance.review_requested',
    data: { ...data, reason: 'card_stolen' },
  };
  return [declared, review];
};

import type { Temporal } from 'temporal-polyfill';
import type { RecordDraft } from '../../kernel/events/record.ts';
import { toTimestamp } from '../../kernel/time/clock.ts';
import type { Card } from './card.ts';
import { cardFacts, cardRecord } from './card-events.ts';

/** A drift noted or healed: the card, and the record of it. */
export interface DriftChange {
  readonly card: Card;
  readonly record: (partition: string) => RecordDraft;
}

/** `issuer_followed`: its word was taken over. `issuer_corrected`: it was asked again, and did. */
export type Healing = 'issuer_followed' | 'issuer_corrected';

/**
 * The card with the drift that was found; undefined when it is noted already.
 * @param known the card as it was believed to be at the issuer
 */
export const driftDetected = (card: Card, known: Card, at: Temporal.Instant): DriftChange | undefined => {
  if (card.drift !== undefined) return undefined;
  const drift = { since: at, requested: card.requestedStatus, issuerStatus: card.issuerStatus };
  const next = { ...card, drift, sequence: card.sequence + 1 };
  const data = {
    ...cardFacts(next),
    requestedStatus: drift.requested,
    issuerStatus: drift.issuerStatus,
    believed: known.issuerStatus,
    since: toTimestamp(at),
  };
  return { card: next, record: (partition) => cardRecord(partition, next, { type: 'card.drift_detected', data }) };
};

/** The card without its drift; undefined when there is none. */
export const driftHealed = (card: Card, by: Healing): DriftChange | undefined => {
  if (card.drift === undefined) return undefined;
  const next = { ...card, drift: undefined, sequence: card.sequence + 1 };
  const data = {
    ...cardFacts(next),
    requestedStatus: next.requestedStatus,
    issuerStatus: next.issuerStatus,
    by,
    since: toTimestamp(card.drift.since),
  };
  return { card: next, record: (partition) => cardRecord(partition, next, { type: 'card.drift_healed', data }) };
};

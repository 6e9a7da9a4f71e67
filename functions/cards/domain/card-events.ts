import type { RecordDraft } from '../../kernel/events/record.ts';
import type { Card } from './card.ts';

type Change = Pick<RecordDraft, 'type' | 'data' | 'previous'>;

/** The record of a card's change. */
export const cardRecord = (partition: string, card: Card, change: Change): RecordDraft => ({
  resource: { type: 'card', id: card.cardId },
  partition,
  sequence: card.sequence,
  ...change,
});

/** What an event tells of a card: masked. */
export const cardFacts = (card: Card): Readonly<Record<string, unknown>> => ({
  cardId: card.cardId,
  customerId: card.customerId,
  balanceId: card.balanceId,
  type: card.type,
  status: card.status,
  lastFour: card.lastFour,
});

import type { RecordDraft } from '../../kernel/events/record.ts';
import { toWire } from '../../kernel/money/money.ts';
import type { Card } from './card.ts';
import { controlsOf } from './controls-change.ts';

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

const controlFacts = (card: Card): Readonly<Record<string, unknown>> => {
  const { channels, limits, mcc } = controlsOf(card);
  return { channels, limits: limits.map(({ amount, ...limit }) => ({ ...limit, amount: toWire(amount) })), mcc };
};

/** The record of other controls, with those before; the holder is to be told of each (rule 90). */
export const controlsChanged = (partition: string, before: Card, after: Card): RecordDraft =>
  cardRecord(partition, after, {
    type: 'card.controls_changed',
    data: { ...cardFacts(after), controls: controlFacts(after) },
    previous: { controls: controlFacts(before) },
  });

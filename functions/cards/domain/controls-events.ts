import type { RecordDraft } from '../../kernel/events/record.ts';
import { toWire } from '../../kernel/money/money.ts';
import type { Card } from './card.ts';
import { cardFacts, cardRecord } from './card-events.ts';
import { controlsOf } from './controls-change.ts';
import type { Controls } from './controls.ts';

const factsOf = ({ channels, limits, mcc }: Controls): Readonly<Record<string, unknown>> => ({
  channels,
  limits: limits.map(({ amount, ...limit }) => ({
    ...limit,
    ...(amount === undefined ? {} : { amount: toWire(amount) }),
  })),
  mcc,
});

/** The record of a card's other controls, with those before; the holder is told of each (rule 90). */
export const controlsChanged = (partition: string, before: Card, after: Card): RecordDraft =>
  cardRecord(partition, after, {
    type: 'card.controls_changed',
    data: { ...cardFacts(after), controls: factsOf(controlsOf(after)) },
    previous: { controls: factsOf(controlsOf(before)) },
  });

/** Whose controls, above the card, and where their history stands. */
type Place = Pick<RecordDraft, 'resource' | 'partition' | 'sequence'>;

/** The record of other controls of a holder or a program. */
export const controlsAboveChanged = (
  place: Place,
  type: 'customer.controls_changed' | 'program.controls_changed',
  change: { readonly of: Readonly<Record<string, string>>; readonly before: Controls; readonly after: Controls },
): RecordDraft => ({
  ...place,
  type,
  data: { ...change.of, controls: factsOf(change.after) },
  previous: { controls: factsOf(change.before) },
});

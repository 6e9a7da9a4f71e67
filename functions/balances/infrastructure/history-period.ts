import type { Temporal } from 'temporal-polyfill';
import { earliestId } from '../../kernel/ids/ids.ts';
import type { IdPrefix } from '../../kernel/ids/ids.ts';
import type { Expression } from '../../kernel/persistence/table.ts';
import { toTimestamp } from '../../kernel/time/clock.ts';
import type { HistoryReader, TransactionQuery } from '../ports/transaction-history.ts';

type Period = Pick<TransactionQuery, 'from' | 'to'>;

/** An id is made a little before its record; a clock that was set back makes ids of a moment that is yet to come. */
const slackSeconds = 60;

/**
 * Rows of the card network stand where their message was sent, which may be long before it arrived: as far back as the
 * issuer's events are listed again. Its clock may differ as much as a signature allows.
 */
export const networkLateness = { earlier: 15 * 24 * 3600, later: 300 } as const;

/** Instants are stored in whole milliseconds, so one in between begins with the next one. */
const boundOf = (instant: Temporal.Instant): string =>
  toTimestamp(instant.round({ smallestUnit: 'millisecond', roundingMode: 'ceil' }));

/**
 * The ids that records of a period can have, as bounds that include it. They are made by real time, the period is
 * business time: a sandbox tenant's clock was ahead of real time by anything up to what it is ahead now.
 * @param reader.late by how many seconds ids may differ from when they were recorded
 */
export const idRange = (
  prefix: IdPrefix,
  { from, to }: Period,
  { clock, late }: Pick<HistoryReader, 'clock'> & { readonly late?: typeof networkLateness },
): readonly [string, string] => {
  const earlier = { seconds: slackSeconds + (late?.earlier ?? 0) + (clock.offsetSeconds ?? 0) };
  return [
    from === undefined ? `${prefix}_` : earliestId(prefix, from.subtract(earlier)),
    to === undefined ? `${prefix}_~` : earliestId(prefix, to.add({ seconds: slackSeconds + (late?.later ?? 0) })),
  ];
};

/** The period itself, of the records' own instants. */
export const inPeriod = ({ from, to }: Period): readonly Expression[] => [
  ...(from === undefined
    ? []
    : [{ text: '#at >= :since', names: { '#at': 'at' }, values: { ':since': boundOf(from) } }]),
  ...(to === undefined ? [] : [{ text: '#at < :until', names: { '#at': 'at' }, values: { ':until': boundOf(to) } }]),
];

import { encodeTime, decodeTime } from 'ulid';
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { Table } from '../../../kernel/persistence/table.ts';
import { fromTimestamp, toTimestamp } from '../../../kernel/time/clock.ts';
import type { ProviderName } from '../faults/fault.ts';
import type { Call } from '../http/call.ts';
import { readBody } from '../http/call.ts';
import { eventItem, eventKey } from './event-items.ts';
import { providerOf } from './outbox.ts';
import { bodyOf } from './webhook.ts';

const listing = z.strictObject({
  since: z.iso.datetime().refine((text) => text >= '1970'),
  after: z.string().min(1).max(80).optional(),
  limit: z.int().min(1).max(100),
});

const prefix = 'pev_';
const timeLength = 10;

/** Sorts before every event id of this instant and after those of earlier ones. */
const lowestIdAt = (since: string): string =>
  `${prefix}${encodeTime(fromTimestamp(since).epochMilliseconds, timeLength).toLowerCase()}`;

/** Event ids begin with the real time at which the event was recorded. */
const recordedAt = (eventId: string): string =>
  toTimestamp(Temporal.Instant.fromEpochMilliseconds(decodeTime(eventId.slice(prefix.length))));

/** Everything that a provider has to tell of a program, delivered or not: for whoever looks for a gap. */
export const eventLog =
  (table: Table) =>
  (provider: ProviderName): Call =>
  async (program, body) => {
    const { since, after = '', limit } = readBody(listing, body);
    const lowest = lowestIdAt(since);
    const { pk } = eventKey(program, '');
    const page = await table.query({ pk, limit, sk: { after: after > lowest ? after : lowest } });
    const events = page.items
      .map((item) => eventItem.decode(item))
      .filter(({ type }) => providerOf(type) === provider)
      .map((event) => ({
        eventId: event.eventId,
        recordedAt: recordedAt(event.eventId),
        body: bodyOf(event),
      }));
    const next = page.last === undefined ? undefined : page.items.at(-1)?.['eventId'];
    return { status: 200, body: { events, ...(typeof next === 'string' ? { next } : {}) } };
  };

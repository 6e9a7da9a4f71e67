import type { IssuerEvent } from './domain/issuer-event.ts';
import { eventSchema } from './event-schemas.ts';
import { readJson } from './read-json.ts';

/** An authentic body that is no event of the protocol is kept like one of an unknown type. */
export const readEvent = (eventId: string, raw: Uint8Array, receivedAt: string): IssuerEvent => {
  const parsed = eventSchema.safeParse(readJson(raw));
  return parsed.success
    ? { eventId, ...parsed.data }
    : { eventId, type: 'unreadable', reference: '', occurredAt: receivedAt, data: {} };
};

import { parseStrictJson } from '../kernel/crypto/strict-json.ts';
import { DomainError } from '../kernel/errors/domain-error.ts';
import type { IssuerEvent } from './domain/issuer-event.ts';
import { eventSchema } from './event-schemas.ts';

const readJson = (raw: Uint8Array): unknown => {
  try {
    return parseStrictJson(raw);
  } catch (error) {
    if (error instanceof DomainError) return undefined;
    throw error;
  }
};

/** An authentic body that is no event of the protocol is kept like one of an unknown type. */
export const readEvent = (eventId: string, raw: Uint8Array, receivedAt: string): IssuerEvent => {
  const parsed = eventSchema.safeParse(readJson(raw));
  return parsed.success
    ? { eventId, ...parsed.data }
    : { eventId, type: 'unreadable', reference: '', occurredAt: receivedAt, data: {} };
};

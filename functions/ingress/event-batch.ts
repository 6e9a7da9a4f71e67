import { parseStrictJson } from '../kernel/crypto/strict-json.ts';
import { DomainError } from '../kernel/errors/domain-error.ts';
import { batchSchema } from './event-schemas.ts';

const spaces: ReadonlySet<number> = new Set(Buffer.from(' \t\n\r'));
const openingBracket = '['.charCodeAt(0);

/** True when the body says by its first character that it holds several events. */
export const isBatch = (raw: Uint8Array): boolean => raw.find((byte) => !spaces.has(byte)) === openingBracket;

/**
 * The events of a batch, each as the body that it would have alone.
 * @throws DomainError `validation_failed` or `malformed_json`: nothing of a batch is taken when one event is none
 */
export const readBatch = (raw: Uint8Array): readonly { readonly eventId: string; readonly raw: Uint8Array }[] => {
  const batch = batchSchema.safeParse(parseStrictJson(raw));
  if (!batch.success) {
    throw new DomainError('invalid', 'validation_failed', {
      detail: 'A batch holds 1 to 10 events, each with an eventId of its own.',
    });
  }
  return batch.data.map(({ eventId, ...event }) => ({ eventId, raw: Buffer.from(JSON.stringify(event)) }));
};

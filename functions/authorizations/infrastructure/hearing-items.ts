import * as z from 'zod';
import { defineItem, wholeNumber } from '../../kernel/persistence/item.ts';

/** Name of the attribute that says what a request answered. */
export const voiceOf = (requestId: string): string => `by:${requestId}`;

const voicePrefix = voiceOf('');

export const hearingItem = defineItem({
  name: 'authorization_hearing',
  subdomain: 'authorizations',
  summary:
    'What the network heard of an approval by other requests than the one that wrote it: an attribute `by:<requestId>` each.',
  keys: { pk: 'T#<tenantId>#BALANCE#<balanceId>', sk: 'HEARD#<transactionId>' },
  schema: z.looseObject({ version: wholeNumber, takenBack: z.boolean().default(false) }),
});

/** The requests that answered so. */
export const voicesIn = (item: Readonly<Record<string, unknown>>, answered: 'told' | 'denied'): ReadonlySet<string> =>
  new Set(
    Object.entries(item).flatMap(([name, value]) =>
      name.startsWith(voicePrefix) && value === answered ? [name.slice(voicePrefix.length)] : [],
    ),
  );

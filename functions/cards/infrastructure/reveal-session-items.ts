import * as z from 'zod';
import { defineItem, instant } from '../../kernel/persistence/item.ts';
import { revealFields } from '../domain/reveal-session.ts';

export const revealSessionItem = defineItem({
  name: 'reveal_session',
  subdomain: 'cards',
  summary: "A proof of the holder's device, good for one reveal within a minute; goes a day later.",
  keys: { pk: 'T#<tenantId>#REVEAL#<revealSessionId>', sk: 'SESSION' },
  schema: z.object({
    revealSessionId: z.string(),
    cardId: z.string(),
    customerId: z.string(),
    installationId: z.string(),
    fields: z.array(z.enum(revealFields)),
    /** Real time, as text of fixed width: what the condition of its use compares. */
    endsAt: instant,
    usedAt: instant.optional(),
  }),
});

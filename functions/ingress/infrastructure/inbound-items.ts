import * as z from 'zod';
import { defineItem } from '../../kernel/persistence/item.ts';
import { inboundSources, inboundStates } from '../domain/inbound-event.ts';

/** In no index: nobody lists it but an engineer, and every event would pay for that twice. */
export const inboundItem = defineItem({
  name: 'inbound_event',
  subdomain: 'ingress',
  summary: "A provider's event as it came; the raw body as JWE to the platform's message key.",
  keys: {
    pk: 'T#<tenantId>#INBOUND#<eventId>, or PLATFORM#INBOUND#<eventId> without an owner',
    sk: 'INBOUND',
  },
  schema: z.object({
    eventId: z.string(),
    type: z.string(),
    reference: z.string(),
    occurredAt: z.string(),
    source: z.enum(inboundSources).optional(),
    deliveredAs: z.string().optional(),
    receivedAt: z.string(),
    bodyHash: z.string(),
    raw: z.string(),
    state: z.enum(inboundStates),
  }),
});

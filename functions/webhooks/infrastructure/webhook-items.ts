import * as z from 'zod';
import { defineItem, instant, wholeNumber } from '../../kernel/persistence/item.ts';
import { attemptOutcomes, deliveryStatuses } from '../domain/delivery.ts';
import { disabledReasons, endpointStatuses } from '../domain/webhook-endpoint.ts';

export const endpointItem = defineItem({
  name: 'webhook_endpoint',
  subdomain: 'webhooks',
  summary: "Where a tenant wants its events; signing secrets as JWE to the platform's message key.",
  keys: { pk: 'T#<tenantId>#WEBHOOK_ENDPOINTS', sk: '<endpointId>' },
  schema: z.object({
    endpointId: z.string(),
    url: z.string(),
    eventTypes: z.array(z.string()),
    status: z.enum(endpointStatuses),
    disabledReason: z.enum(disabledReasons).optional(),
    secrets: z.array(z.object({ sealed: z.string(), expiresAt: instant.optional() })),
    createdAt: instant,
    sequence: wholeNumber,
  }),
});

export const deliveryItem = defineItem({
  name: 'webhook_delivery',
  subdomain: 'webhooks',
  summary: 'One event on its way to one endpoint, with its attempts; kept 30 days.',
  keys: {
    pk: 'T#<tenantId>#WEBHOOK_DELIVERY#<endpointId>#<eventId>',
    sk: 'DELIVERY',
    gsi1pk: 'T#<tenantId>#WEBHOOK_DELIVERIES#<endpointId>',
    gsi1sk: '<deliveryId>',
  },
  schema: z.object({
    deliveryId: z.string(),
    endpointId: z.string(),
    eventId: z.string(),
    eventType: z.string(),
    status: z.enum(deliveryStatuses),
    round: wholeNumber,
    tries: wholeNumber,
    attempts: z.array(
      z.object({
        at: instant,
        outcome: z.enum(attemptOutcomes),
        status: wholeNumber.optional(),
        latencyMs: wholeNumber,
      }),
    ),
    nextAttemptAt: instant.optional(),
    leaseUntil: instant.optional(),
    exhaustions: wholeNumber,
    createdAt: instant,
    version: wholeNumber,
  }),
});

export const healthItem = defineItem({
  name: 'webhook_health',
  subdomain: 'webhooks',
  summary: 'Since when an endpoint fails, and until when it asked to be left alone.',
  keys: { pk: 'T#<tenantId>#WEBHOOK_HEALTH#<endpointId>', sk: 'HEALTH' },
  schema: z.object({ failingSince: instant.optional(), pausedUntil: instant.optional() }),
});

export const attemptCountItem = defineItem({
  name: 'webhook_attempt_count',
  subdomain: 'webhooks',
  summary: 'Attempts at an endpoint in one hour; kept two days.',
  keys: { pk: 'T#<tenantId>#WEBHOOK_HEALTH#<endpointId>', sk: 'HOUR#<hour, RFC 3339>' },
  schema: z.object({ succeeded: wholeNumber.optional(), failed: wholeNumber.optional() }),
});

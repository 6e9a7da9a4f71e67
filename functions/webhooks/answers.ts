import * as z from 'zod';
import { timestamp } from '../kernel/http/schemas.ts';
import { toTimestamp } from '../kernel/time/clock.ts';
import type { Delivery } from './domain/delivery.ts';
import { attemptOutcomes, deliveryStatuses } from './domain/delivery.ts';
import type { WebhookEndpoint } from './domain/webhook-endpoint.ts';
import { disabledReasons, endpointStatuses } from './domain/webhook-endpoint.ts';

/** An endpoint as its tenant sees it; its secrets are shown when they are made and never again. */
export const endpointAnswer = z
  .object({
    endpointId: z.string(),
    url: z.string(),
    eventTypes: z.array(z.string()),
    status: z.enum(endpointStatuses),
    disabledReason: z.enum(disabledReasons).nullable(),
    createdAt: timestamp,
  })
  .meta({ id: 'WebhookEndpoint' });

export const presentEndpoint = (endpoint: WebhookEndpoint): z.input<typeof endpointAnswer> => ({
  endpointId: endpoint.endpointId,
  url: endpoint.url,
  eventTypes: [...endpoint.eventTypes],
  status: endpoint.status,
  disabledReason: endpoint.disabledReason ?? null,
  createdAt: toTimestamp(endpoint.createdAt),
});

/** A delivery with its newest attempts, oldest first; instants are real time. */
export const deliveryAnswer = z
  .object({
    deliveryId: z.string(),
    endpointId: z.string(),
    eventId: z.string(),
    eventType: z.string(),
    status: z.enum(deliveryStatuses),
    round: z.int(),
    attempts: z.array(
      z.object({
        at: timestamp,
        outcome: z.enum(attemptOutcomes),
        status: z.int().nullable(),
        latencyMs: z.int(),
      }),
    ),
    nextAttemptAt: timestamp.nullable(),
    createdAt: timestamp,
  })
  .meta({ id: 'WebhookDelivery' });

export const presentDelivery = (delivery: Delivery): z.input<typeof deliveryAnswer> => ({
  deliveryId: delivery.deliveryId,
  endpointId: delivery.endpointId,
  eventId: delivery.eventId,
  eventType: delivery.eventType,
  status: delivery.status,
  round: delivery.round,
  attempts: delivery.attempts.map(({ at, outcome, status, latencyMs }) => ({
    at: toTimestamp(at),
    outcome,
    status: status ?? null,
    latencyMs,
  })),
  nextAttemptAt: delivery.nextAttemptAt === undefined ? null : toTimestamp(delivery.nextAttemptAt),
  createdAt: toTimestamp(delivery.createdAt),
});

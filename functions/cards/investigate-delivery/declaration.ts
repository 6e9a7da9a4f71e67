import * as z from 'zod';
import { eventEnvelopeSchema } from '../../kernel/events/envelope.ts';
import { declareQueue } from '../../kernel/operation/declaration.ts';

export const investigateDelivery = declareQueue({
  operationId: 'investigateDelivery',
  subdomain: 'cards',
  summary: 'Begins to look into an incident of a delivery: asks the issuer what it knows of the plastic.',
  queue: 'delivery-incidents',
  message: z.object({ detail: eventEnvelopeSchema }),
  eventTypes: ['delivery_incident.opened'],
  uses: ['table', 'secrets', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL', 'ADYEN_BASE_URL', 'ADYEN_PROGRAM'],
  secrets: ['issuer-request-signing', 'adyen-api-key', 'card-fingerprint'],
  emits: ['delivery_incident.investigated', 'delivery.reported'],
  errors: ['issuer_refused', 'concurrent_change', 'temporarily_unavailable'],
  timeoutSeconds: 29,
});

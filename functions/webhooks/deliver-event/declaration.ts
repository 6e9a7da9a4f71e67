import { declareQueue } from '../../kernel/operation/declaration.ts';
import { deliveryMessage, deliveryQueue } from '../delivery-schemas.ts';

export const deliverEvent = declareQueue({
  operationId: 'deliverEvent',
  subdomain: 'webhooks',
  summary: 'Posts an event to an endpoint, signed, and decides what its answer means.',
  queue: deliveryQueue,
  message: deliveryMessage,
  uses: ['table', 'messageKeys'],
  access: 'write',
  settings: ['WEBHOOK_LOOPBACK'],
  emits: [
    'webhook_endpoint.delivery_exhausted',
    'webhook_endpoint.degraded',
    'webhook_endpoint.recovered',
    'webhook_endpoint.disabled',
  ],
  errors: ['concurrent_change'],
  // 15 s are the endpoint's; the rest is for the table before and after.
  timeoutSeconds: 30,
});

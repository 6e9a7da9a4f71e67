import { declareTimer } from '../../kernel/operation/declaration.ts';
import { deliveryName, deliveryQueue } from '../delivery-schemas.ts';

export const retryDelivery = declareTimer({
  operationId: 'retryDelivery',
  subdomain: 'webhooks',
  summary: 'Hands a delivery whose pause is over to the workers.',
  payload: deliveryName,
  uses: ['table', 'queues'],
  access: 'read',
  sendsTo: [deliveryQueue],
  emits: [],
  errors: [],
});

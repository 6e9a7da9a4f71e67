import { declareTimer } from '../../kernel/operation/declaration.ts';
import { deliveryQueue, recoveryProgress } from '../delivery-schemas.ts';

export const continueRecovery = declareTimer({
  operationId: 'continueRecovery',
  subdomain: 'webhooks',
  summary: 'Hands the next page of events that an endpoint has not received to the workers.',
  payload: recoveryProgress,
  uses: ['table', 'queues', 'secrets'],
  access: 'write',
  secrets: ['cursor-signing'],
  sendsTo: [deliveryQueue],
  emits: [],
  errors: [],
});

import type { Declaration } from '../kernel/operation/declaration.ts';
import { continueRecovery } from './continue-recovery/declaration.ts';
import { createWebhookEndpoint } from './create-webhook-endpoint/declaration.ts';
import { deleteWebhookEndpoint } from './delete-webhook-endpoint/declaration.ts';
import { deliverEvent } from './deliver-event/declaration.ts';
import { fanOutEvent } from './fan-out-event/declaration.ts';
import { listDeliveries } from './list-deliveries/declaration.ts';
import { listWebhookEndpoints } from './list-webhook-endpoints/declaration.ts';
import { recoverDeliveries } from './recover-deliveries/declaration.ts';
import { redeliverEvent } from './redeliver-event/declaration.ts';
import { retryDelivery } from './retry-delivery/declaration.ts';
import { rotateWebhookSecret } from './rotate-webhook-secret/declaration.ts';
import { sendTestEvent } from './send-test-event/declaration.ts';
import { updateWebhookEndpoint } from './update-webhook-endpoint/declaration.ts';

export const operations: readonly Declaration[] = [
  createWebhookEndpoint,
  listWebhookEndpoints,
  updateWebhookEndpoint,
  deleteWebhookEndpoint,
  rotateWebhookSecret,
  listDeliveries,
  redeliverEvent,
  recoverDeliveries,
  sendTestEvent,
  fanOutEvent,
  deliverEvent,
  retryDelivery,
  continueRecovery,
];

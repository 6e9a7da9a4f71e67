import type { Declaration } from '../kernel/operation/declaration.ts';
import { createWebhookEndpoint } from './create-webhook-endpoint/declaration.ts';
import { deleteWebhookEndpoint } from './delete-webhook-endpoint/declaration.ts';
import { listWebhookEndpoints } from './list-webhook-endpoints/declaration.ts';
import { rotateWebhookSecret } from './rotate-webhook-secret/declaration.ts';
import { updateWebhookEndpoint } from './update-webhook-endpoint/declaration.ts';

export const operations: readonly Declaration[] = [
  createWebhookEndpoint,
  listWebhookEndpoints,
  updateWebhookEndpoint,
  deleteWebhookEndpoint,
  rotateWebhookSecret,
];

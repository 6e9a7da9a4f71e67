import { Webhook } from 'standardwebhooks';
import { toDate } from '../../kernel/time/clock.ts';
import type { WebhookRequest } from '../ports/webhook-sender.ts';

/** Headers of Standard Webhooks 1.0.0: id, time and one `v1` signature per live secret over `id.timestamp.body`. */
export const signedHeaders = ({ id, at, body, secrets }: Omit<WebhookRequest, 'url'>): Record<string, string> => ({
  'webhook-id': id,
  'webhook-timestamp': String(Math.floor(at.epochMilliseconds / 1_000)),
  'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, toDate(at), body)).join(' '),
});

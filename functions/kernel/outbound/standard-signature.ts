import { Webhook } from 'standardwebhooks';
import type { Temporal } from 'temporal-polyfill';
import { toDate } from '../time/clock.ts';

/** A message to a tenant's server, as Standard Webhooks 1.0.0 signs it. */
export interface SignedMessage {
  /** The same on every attempt, so that receivers recognise repeats. */
  readonly id: string;
  readonly at: Temporal.Instant;
  /** Exactly what is signed and sent. */
  readonly body: string;
  /** Live secrets, newest first; each signs. */
  readonly secrets: readonly string[];
}

/** Headers of Standard Webhooks 1.0.0: id, time and one `v1` signature per live secret over `id.timestamp.body`. */
export const signedHeaders = ({ id, at, body, secrets }: SignedMessage): Record<string, string> => ({
  'webhook-id': id,
  'webhook-timestamp': String(Math.floor(at.epochMilliseconds / 1_000)),
  'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, toDate(at), body)).join(' '),
});

import { createHmac } from 'node:crypto';
import type { Temporal } from 'temporal-polyfill';

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

const written = /^whsec_((?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?)$/;

/** Node's decoder skips what it does not know, and an empty key signs too: neither may pass for a secret. */
const keyOf = (secret: string): Buffer => {
  const [, base64] = written.exec(secret) ?? [];
  if (base64 === undefined) throw new Error('a signing secret is not written as Standard Webhooks writes it');
  return Buffer.from(base64, 'base64');
};

/**
 * Headers of Standard Webhooks 1.0.0: id, time and one `v1` signature per live secret over `id.timestamp.body`. The
 * published library, which brings a SHA-256 of its own in JavaScript, is what the tests verify with.
 */
export const signedHeaders = ({ id, at, body, secrets }: SignedMessage): Record<string, string> => {
  const timestamp = String(Math.floor(at.epochMilliseconds / 1_000));
  const signatureBy = (secret: string): string =>
    `v1,${createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': secrets.map(signatureBy).join(' '),
  };
};

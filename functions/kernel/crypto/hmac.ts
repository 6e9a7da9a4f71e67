import { createHmac, timingSafeEqual } from 'node:crypto';

const hexSignature = /^[0-9a-f]{64}$/;

const mac = (secret: string, bytes: Uint8Array): Buffer => createHmac('sha256', secret).update(bytes).digest();

/**
 * @param bytes exactly what travels; never re-serialised JSON
 * @returns HMAC-SHA-256, 64 lower-case hex digits
 */
export const sign = (secret: string, bytes: Uint8Array): string => mac(secret, bytes).toString('hex');

/**
 * Verifies a signature over raw bytes, before anything is parsed. Takes the same time for every wrong signature and
 * whichever of the live secrets it was made with: during a rotation senders still sign with the old one.
 *
 * @param signatureHex 64 lower-case hex digits; any other form is refused
 * @param secrets the live secrets, in any order; none refuses everything
 */
export const verify = (signatureHex: string, secrets: readonly string[], bytes: Uint8Array): boolean => {
  if (!hexSignature.test(signatureHex)) return false;
  const signature = Buffer.from(signatureHex, 'hex');
  // Every secret is tried, also after a match.
  return secrets.map((secret) => timingSafeEqual(mac(secret, bytes), signature)).includes(true);
};

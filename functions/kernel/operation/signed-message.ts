import { verify } from '../crypto/hmac.ts';
import { DomainError } from '../errors/domain-error.ts';
import type { Clock } from '../time/clock.ts';
import type { UrlInput } from './url-operation.ts';

/** Largest age, and largest lead, of a signed request (api.md section 1). */
export const signatureToleranceSeconds = 300;

/** An id that a provider may give a message: printable, as it stands in a header. */
export const messageIdPattern = /^[\u0021-\u007e]{1,128}$/u;

/** The text that the issuer signs: `x-timestamp.x-event-id.rawBody`. */
export const signedBytes = (timestamp: string, messageId: string, rawBody: Uint8Array): Uint8Array =>
  Buffer.concat([Buffer.from(`${timestamp}.${messageId}.`), rawBody]);

/** One answer for every fault of the signature: nothing can be learnt from it. */
const unauthenticated = (): DomainError =>
  new DomainError('unauthenticated', 'unauthenticated', { detail: 'The signature does not fit the request.' });

const isCurrent = (timestamp: string, clock: Clock): boolean => {
  if (!/^\d{1,12}$/.test(timestamp)) return false;
  const ageSeconds = clock.now().epochMilliseconds / 1000 - Number(timestamp);
  return Math.abs(ageSeconds) <= signatureToleranceSeconds;
};

/**
 * Proves that the issuer sent these bytes, under this id, just now.
 * @param secrets the live secrets, in any order
 * @param clock real time
 * @returns the message's id, which is signed too
 * @throws unauthenticated, one answer for every cause
 */
export const authenticateMessage = (
  input: Pick<UrlInput, 'headers' | 'rawBody'>,
  secrets: readonly string[],
  clock: Clock,
): string => {
  const { 'x-signature': signature = '', 'x-timestamp': timestamp = '', 'x-event-id': messageId = '' } = input.headers;
  const hex = signature.startsWith('v1=') ? signature.slice('v1='.length) : '';
  const genuine = verify(hex, secrets, signedBytes(timestamp, messageId, input.rawBody));
  if (!genuine || !messageIdPattern.test(messageId) || !isCurrent(timestamp, clock)) throw unauthenticated();
  return messageId;
};

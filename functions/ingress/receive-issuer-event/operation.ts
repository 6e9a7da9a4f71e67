import { verify } from '../../kernel/crypto/hmac.ts';
import { DomainError, NotFound } from '../../kernel/errors/domain-error.ts';
import type { UrlInput, UrlUseCase } from '../../kernel/operation/url-operation.ts';
import type { QueueSender, SecretStore } from '../../kernel/platform/platform.ts';
import type { Clock } from '../../kernel/time/clock.ts';
import { toTimestamp } from '../../kernel/time/clock.ts';
import { eventIdPattern, signatureToleranceSeconds, signedBytes } from '../domain/issuer-event.ts';
import { isBatch, readBatch } from '../event-batch.ts';
import { inboundMessage } from '../inbound-message.ts';

interface Dependencies {
  readonly secrets: SecretStore;
  readonly queues: QueueSender;
  readonly clock: Clock;
}

/** One answer for every fault of the signature: nothing can be learnt from it. */
const unauthenticated = (): DomainError =>
  new DomainError('unauthenticated', 'unauthenticated', { detail: 'The signature does not fit the request.' });

const isCurrent = (timestamp: string, clock: Clock): boolean => {
  if (!/^\d{1,12}$/.test(timestamp)) return false;
  const ageSeconds = clock.now().epochMilliseconds / 1000 - Number(timestamp);
  return Math.abs(ageSeconds) <= signatureToleranceSeconds;
};

const authenticate = (input: UrlInput, secrets: readonly string[], clock: Clock): string => {
  const { 'x-signature': signature = '', 'x-timestamp': timestamp = '', 'x-event-id': eventId = '' } = input.headers;
  const hex = signature.startsWith('v1=') ? signature.slice('v1='.length) : '';
  const genuine = verify(hex, secrets, signedBytes(timestamp, eventId, input.rawBody));
  if (!genuine || !eventIdPattern.test(eventId) || !isCurrent(timestamp, clock)) throw unauthenticated();
  return eventId;
};

/**
 * Takes a provider's event (M-26, M-28).
 *
 * In: the raw request. Out: 202 once the queue holds it, so that what was acknowledged is never lost (M-27).
 * 1. Verify the signature over the raw bytes, its age, and the event id, which is signed too; a single event is not
 *    parsed. A batch is taken apart; one event of it that is none refuses it whole.
 * 2. Send every event to the queue. If one fails the provider gets 5xx and sends all again; repeats are recognised.
 */
export const receiveIssuerEvent =
  ({ secrets, queues, clock }: Dependencies): UrlUseCase =>
  async (input) => {
    if (input.method !== 'POST') throw new NotFound();
    const eventId = authenticate(input, await secrets.values('issuer-webhook-signing'), clock);
    const receivedAt = toTimestamp(clock.now());
    const { rawBody } = input;
    const events = isBatch(rawBody) ? readBatch(rawBody) : [{ eventId, raw: rawBody }];
    await Promise.all(events.map((event) => queues.send(inboundMessage({ ...event, receivedAt }))));
    return { status: 202 };
  };

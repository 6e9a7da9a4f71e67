import { verify } from '../../kernel/crypto/hmac.ts';
import { DomainError, NotFound } from '../../kernel/errors/domain-error.ts';
import { messageIdPattern } from '../../kernel/operation/signed-message.ts';
import type { UrlUseCase } from '../../kernel/operation/url-operation.ts';
import type { QueueSender, SecretStore } from '../../kernel/platform/platform.ts';
import type { Clock } from '../../kernel/time/clock.ts';
import { toTimestamp } from '../../kernel/time/clock.ts';
import { inboundMessage } from '../inbound-message.ts';

interface Dependencies {
  readonly secrets: SecretStore;
  readonly queues: QueueSender;
  readonly clock: Clock;
}

/** The provider's webhook is told this path; nothing else is answered below the URL. */
const webhookPath = '/razorpay';

/**
 * Takes a webhook of the payment provider (regulation.md 2.5, M-26, M-28).
 *
 * In: the raw request. Out: 202 once the queue holds it, so that what was acknowledged is never lost (M-27).
 * 1. Verify the signature over the raw bytes, with the current and the previous secret: after a rotation the provider
 *    signs repeats of older events with the old one. The event id is not signed, but one that is missing or has no sane
 *    shape did not come from the provider: the same 401.
 * 2. Send the bytes to the queue, unparsed. If that fails the provider gets 5xx and sends them again.
 */
export const receivePaymentEvent =
  ({ secrets, queues, clock }: Dependencies): UrlUseCase =>
  async ({ method, path, headers, rawBody }) => {
    if (method !== 'POST' || path !== webhookPath) throw new NotFound();
    const { 'x-razorpay-signature': signature = '', 'x-razorpay-event-id': eventId = '' } = headers;
    const isGenuine = verify(signature, await secrets.values('payment-webhook-signing'), rawBody);
    if (!isGenuine || !messageIdPattern.test(eventId)) {
      // One answer for every fault of the signature: nothing can be learnt from it.
      throw new DomainError('unauthenticated', 'unauthenticated', {
        detail: 'The signature does not fit the request.',
      });
    }
    const event = { eventId, raw: rawBody, receivedAt: toTimestamp(clock.now()) };
    await queues.send(inboundMessage(event, 'payment-events'));
    return { status: 202 };
  };

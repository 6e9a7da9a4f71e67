import { DomainError, NotFound } from '../../kernel/errors/domain-error.ts';
import type { UrlUseCase } from '../../kernel/operation/url-operation.ts';
import type { QueueSender, SecretStore } from '../../kernel/platform/platform.ts';
import type { Clock } from '../../kernel/time/clock.ts';
import { toTimestamp } from '../../kernel/time/clock.ts';
import { inboundMessage } from '../inbound-message.ts';
import type { WebhookDialect } from '../ports/webhook-dialect.ts';

interface Dependencies {
  readonly dialect: WebhookDialect;
  readonly secrets: SecretStore;
  readonly queues: QueueSender;
  readonly clock: Clock;
}

/**
 * Takes a webhook of Adyen (AL-15, AL-23, M-26).
 *
 * In: the raw request. Out: 200 once the queue holds what it tells, so that what was acknowledged is never lost (M-27).
 * 1. Verify the signature over the raw bytes, with the current and the previous key.
 * 2. Say it in the platform's own words, one message an event; what is not understood goes on as it came, to be kept.
 *    Every delivery of a webhook gives its events the same ids, so the worker recognises a repeat.
 */
export const receiveAdyenEvent =
  ({ dialect, secrets, queues, clock }: Dependencies): UrlUseCase =>
  async ({ method, headers, rawBody }) => {
    if (method !== 'POST') throw new NotFound();
    const keys = await secrets.values('adyen-webhook-signing');
    if (!dialect.isGenuine({ rawBody, headers, secrets: keys })) {
      // One answer for every fault of the signature: nothing can be learnt from it.
      throw new DomainError('unauthenticated', 'unauthenticated', {
        detail: 'The signature does not fit the request.',
      });
    }
    const name = dialect.nameOf(rawBody);
    const events = dialect.translate(rawBody)?.map((event) => Buffer.from(JSON.stringify(event))) ?? [rawBody];
    const receivedAt = toTimestamp(clock.now());
    await Promise.all(
      events.map((raw, index) => queues.send(inboundMessage({ eventId: `${name}-${index}`, raw, receivedAt }))),
    );
    return { status: 200 };
  };

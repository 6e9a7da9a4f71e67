import { NotFound } from '../../kernel/errors/domain-error.ts';
import { authenticateMessage } from '../../kernel/operation/signed-message.ts';
import type { UrlUseCase } from '../../kernel/operation/url-operation.ts';
import type { QueueSender, SecretStore } from '../../kernel/platform/platform.ts';
import type { Clock } from '../../kernel/time/clock.ts';
import { toTimestamp } from '../../kernel/time/clock.ts';
import { isBatch, readBatch } from '../event-batch.ts';
import { inboundMessage } from '../inbound-message.ts';

interface Dependencies {
  readonly secrets: SecretStore;
  readonly queues: QueueSender;
  readonly clock: Clock;
}

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
    const eventId = authenticateMessage(input, await secrets.values('issuer-webhook-signing'), clock);
    const receivedAt = toTimestamp(clock.now());
    const { rawBody } = input;
    const events = isBatch(rawBody) ? readBatch(rawBody) : [{ eventId, raw: rawBody }];
    await Promise.all(events.map((event) => queues.send(inboundMessage({ ...event, receivedAt }))));
    return { status: 202 };
  };

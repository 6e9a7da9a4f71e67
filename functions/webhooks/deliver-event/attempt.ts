import type { Temporal } from 'temporal-polyfill';
import type { EventEnvelope } from '../../kernel/events/envelope.ts';
import type { Clock } from '../../kernel/time/clock.ts';
import { realNow } from '../../kernel/time/clock.ts';
import { outcomeOfStatus, retryAfterSeconds } from '../domain/attempt-outcome.ts';
import type { AttemptResult } from '../domain/delivery.ts';
import { pauseSeconds } from '../domain/retry-schedule.ts';
import type { WebhookEndpoint } from '../domain/webhook-endpoint.ts';
import { liveSecrets } from '../domain/webhook-endpoint.ts';
import type { SecretOpener } from '../../kernel/outbound/secret-vault.ts';
import type { SendOutcome, WebhookSender } from '../ports/webhook-sender.ts';

interface Dependencies {
  readonly vault: SecretOpener;
  readonly sender: WebhookSender;
}

const resultOf = (
  sent: SendOutcome,
  { at, latencyMs }: { readonly at: Temporal.Instant; readonly latencyMs: number },
): AttemptResult => {
  if (sent.kind === 'failed') return { at, latencyMs, outcome: sent.reason };
  const outcome = outcomeOfStatus(sent.status);
  const answered = { at, latencyMs, outcome, status: sent.status };
  if (outcome !== 'slowed_down') return answered;
  return { ...answered, retryAfterSeconds: pauseSeconds(retryAfterSeconds(sent.retryAfter, at)) };
};

/** Signs the event with every live secret and posts it once. Whatever the endpoint does is a result. */
export const attemptDelivery = async (
  { vault, sender }: Dependencies,
  clock: Clock,
  { endpoint, event }: { readonly endpoint: WebhookEndpoint; readonly event: EventEnvelope },
): Promise<AttemptResult> => {
  const at = realNow(clock);
  const sealed = liveSecrets(endpoint, at);
  const secrets = await Promise.all(sealed.map((secret) => vault.open(endpoint.endpointId, secret)));
  const sent = await sender.post({ url: endpoint.url, id: event.id, at, body: JSON.stringify(event), secrets });
  return resultOf(sent, { at, latencyMs: realNow(clock).epochMilliseconds - at.epochMilliseconds });
};

import { sign } from '../../../kernel/crypto/hmac.ts';
import type { HttpFetch, SecretStore } from '../../../kernel/platform/platform.ts';
import type { Clock } from '../../../kernel/time/clock.ts';
import { toTimestamp } from '../../../kernel/time/clock.ts';
import type { TwinEvent } from './event-items.ts';

export const webhookSecret = 'issuer-webhook-signing';

/** `again`: no answer or none of the 2xx; even a refusal may be a receiver in the middle of a change. */
export type WebhookOutcome = 'delivered' | 'again';

export type SendWebhook = (event: TwinEvent) => Promise<WebhookOutcome>;

/** The JSON text of an event: what webhooks carry and what the event log lists, byte for byte. */
export const bodyOf = ({ type, reference, occurredAt, data }: TwinEvent): string => {
  const parsed: unknown = JSON.parse(data);
  return JSON.stringify({ type, reference, occurredAt: toTimestamp(occurredAt), data: parsed });
};

interface Dependencies {
  readonly fetch: HttpFetch;
  readonly secrets: SecretStore;
  readonly realTime: Clock;
  readonly url: string;
  readonly timeoutMs: number;
}

/** One signed delivery of one event (docs/issuer-protocol.md, Webhooks). */
export const webhookSender =
  ({ fetch, secrets, realTime, url, timeoutMs }: Dependencies): SendWebhook =>
  async (event) => {
    const body = bodyOf(event);
    const timestamp = String(Math.floor(realTime.now().epochMilliseconds / 1000));
    const [secret] = await secrets.values(webhookSecret);
    const signature = sign(secret, Buffer.from(`${timestamp}.${event.eventId}.${body}`));
    const sent = fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-event-id': event.eventId,
        'x-timestamp': timestamp,
        'x-signature': `v1=${signature}`,
      },
      body,
      signal: AbortSignal.timeout(timeoutMs),
    });
    // Whatever kept the answer away, the event may have arrived: it is sent again under the same id.
    return sent.then(
      ({ ok }) => (ok ? 'delivered' : 'again'),
      () => 'again',
    );
  };

import { sign } from '../../../kernel/crypto/hmac.ts';
import type { HttpFetch, SecretStore } from '../../../kernel/platform/platform.ts';
import type { Clock } from '../../../kernel/time/clock.ts';
import { toTimestamp } from '../../../kernel/time/clock.ts';
import type { TwinEvent } from './event-items.ts';
import { isPaymentEvent } from './event-items.ts';

export const webhookSecret = 'issuer-webhook-signing';
export const paymentWebhookSecret = 'payment-webhook-signing';

/** `again`: no answer or none of the 2xx; even a refusal may be a receiver in the middle of a change. */
export type WebhookOutcome = 'delivered' | 'again';

export type SendWebhook = (event: TwinEvent) => Promise<WebhookOutcome>;

/** The JSON text of an event: what webhooks carry and what the event log lists, byte for byte. */
export const bodyOf = ({ type, reference, occurredAt, data }: TwinEvent): string => {
  if (isPaymentEvent(type)) return data;
  const parsed: unknown = JSON.parse(data);
  return JSON.stringify({ type, reference, occurredAt: toTimestamp(occurredAt), data: parsed });
};

interface Dependencies {
  readonly fetch: HttpFetch;
  readonly secrets: SecretStore;
  readonly realTime: Clock;
  /** Full URL of the platform's door for events. */
  readonly url: string;
  /** Full URL of its door for those of the payment provider. */
  readonly paymentUrl: string;
  readonly timeoutMs: number;
}

type Headers = Readonly<Record<string, string>>;

/** How issuer, KYC vendor and bank sign (docs/issuer-protocol.md, Webhooks). */
const signedHeaders = async (
  { secrets, realTime }: Dependencies,
  { eventId }: TwinEvent,
  body: string,
): Promise<Headers> => {
  const timestamp = String(Math.floor(realTime.now().epochMilliseconds / 1000));
  const [secret] = await secrets.values(webhookSecret);
  const signature = sign(secret, Buffer.from(`${timestamp}.${eventId}.${body}`));
  return { 'x-event-id': eventId, 'x-timestamp': timestamp, 'x-signature': `v1=${signature}` };
};

/** How the payment provider signs: the raw body alone. */
const paymentHeaders = async ({ secrets }: Dependencies, { eventId }: TwinEvent, body: string): Promise<Headers> => {
  const [secret] = await secrets.values(paymentWebhookSecret);
  return { 'x-razorpay-event-id': eventId, 'x-razorpay-signature': sign(secret, Buffer.from(body)) };
};

/** One signed delivery of one event, to the door that takes its kind. */
export const webhookSender =
  (deps: Dependencies): SendWebhook =>
  async (event) => {
    const body = bodyOf(event);
    const isPayment = isPaymentEvent(event.type);
    const headers = isPayment ? await paymentHeaders(deps, event, body) : await signedHeaders(deps, event, body);
    const sent = deps.fetch(isPayment ? deps.paymentUrl : deps.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
      signal: AbortSignal.timeout(deps.timeoutMs),
    });
    // Whatever kept the answer away, the event may have arrived: it is sent again under the same id.
    return sent.then(
      ({ ok }) => (ok ? 'delivered' : 'again'),
      () => 'again',
    );
  };

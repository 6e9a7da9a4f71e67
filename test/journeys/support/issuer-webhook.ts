import { createHmac, randomUUID } from 'node:crypto';
import type { JourneyPlatform } from '../platform.ts';

export interface SignedEvent {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface ProviderEvent {
  readonly type: string;
  /** The provider's id of what the event is about. */
  readonly reference: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface SigningFacts {
  /** Default: a new one. */
  readonly eventId?: string;
  /** Default: now. */
  readonly unixSeconds?: number;
}

/** Content as the issuing side signs it (docs/issuer-protocol.md). */
export const signed = (secret: string, content: object, facts: SigningFacts = {}): SignedEvent => {
  const { eventId = `evt-${randomUUID()}`, unixSeconds = Math.floor(Date.now() / 1000) } = facts;
  const body = JSON.stringify(content);
  const signature = createHmac('sha256', secret).update(`${unixSeconds}.${eventId}.${body}`).digest('hex');
  return {
    body,
    headers: { 'x-event-id': eventId, 'x-timestamp': String(unixSeconds), 'x-signature': `v1=${signature}` },
  };
};

/** An event of a provider that happens now. */
export const signedEvent = (secret: string, event: ProviderEvent, facts: SigningFacts = {}): SignedEvent =>
  signed(secret, { ...event, occurredAt: new Date().toISOString() }, facts);

/** Posts to one of the two doors of the issuing side. */
const post = async (url: string, { headers, body }: SignedEvent): Promise<{ status: number; text: string }> => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body,
    signal: AbortSignal.timeout(20_000),
  });
  return { status: response.status, text: await response.text() };
};

/** @returns the status of the ingress's answer */
export const deliver = async (platform: JourneyPlatform, event: SignedEvent): Promise<number> =>
  (await post(platform.issuerIngressUrl, event)).status;

/** Asks for a decision, as the card network does by the issuer. */
export const askForDecision = async (
  platform: JourneyPlatform,
  request: SignedEvent,
): Promise<{ status: number; body: unknown }> => {
  const { status, text } = await post(platform.authorizationIngressUrl, request);
  return { status, body: JSON.parse(text) };
};

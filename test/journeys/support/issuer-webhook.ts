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

/** An event as the issuing side signs it (docs/issuer-protocol.md). */
export const signedEvent = (secret: string, event: ProviderEvent, facts: SigningFacts = {}): SignedEvent => {
  const nowMs = Date.now();
  const { eventId = `evt-${randomUUID()}`, unixSeconds = Math.floor(nowMs / 1000) } = facts;
  const body = JSON.stringify({ ...event, occurredAt: new Date(nowMs).toISOString() });
  const signature = createHmac('sha256', secret).update(`${unixSeconds}.${eventId}.${body}`).digest('hex');
  return {
    body,
    headers: { 'x-event-id': eventId, 'x-timestamp': String(unixSeconds), 'x-signature': `v1=${signature}` },
  };
};

/** @returns the status of the ingress's answer */
export const deliver = async (platform: JourneyPlatform, { headers, body }: SignedEvent): Promise<number> => {
  const response = await fetch(platform.issuerIngressUrl, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body,
    signal: AbortSignal.timeout(20_000),
  });
  await response.text();
  return response.status;
};

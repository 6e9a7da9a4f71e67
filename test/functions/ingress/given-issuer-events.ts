import { randomUUID } from 'node:crypto';
import { dynamoCardStore } from '../../../functions/cards/infrastructure/dynamo-card-store.ts';
import type { Card } from '../../../functions/cards/domain/card.ts';
import { wire } from '../../../functions/ingress/process-issuer-event/handler.ts';
import { pager } from '../../../functions/kernel/persistence/page.ts';
import type { TenantContext } from '../../../functions/kernel/tenancy/tenant-context.ts';
import { toTimestamp } from '../../../functions/kernel/time/clock.ts';
import type { TestPlatform } from '../../support/test-platform.ts';
import { deliver } from '../../support/trigger.ts';

/** An event of the issuer as its sender writes it. */
export interface SentEvent {
  readonly eventId: string;
  readonly type: string;
  readonly reference: string;
  readonly occurredAt: string;
  readonly data: unknown;
}

/** What the ingress puts on the queue for these bytes. */
export const queued = (platform: TestPlatform, eventId: string, body: string | Uint8Array) => ({
  eventId,
  raw: Buffer.from(body).toString('base64'),
  receivedAt: toTimestamp(platform.clock.now()),
});

export const bodyOf = ({ eventId: _eventId, ...body }: SentEvent): string => JSON.stringify(body);

/** Delivers an event to `processIssuerEvent`. @returns whether it was handled */
export const process = (platform: TestPlatform, event: SentEvent): Promise<boolean> =>
  deliver(wire(platform), queued(platform, event.eventId, bodyOf(event)));

/** A report that a card's status is now another, `seconds` from now by the issuer's clock. */
export const statusEvent = (
  platform: TestPlatform,
  reference: string,
  { to, seconds }: { readonly to: Card['issuerStatus']; readonly seconds: number },
): SentEvent => ({
  eventId: `evt-${randomUUID()}`,
  type: 'card.status_changed',
  reference,
  occurredAt: toTimestamp(platform.clock.now().add({ milliseconds: Math.round(seconds * 1000) })),
  data: { from: 'active', to },
});

export const storedCard = async (platform: TestPlatform, tenant: TenantContext, cardId: string): Promise<Card> => {
  const card = await dynamoCardStore(platform.table, pager(platform.secrets)).find(tenant, cardId);
  if (card === undefined) throw new Error(`no card ${cardId} is stored`);
  return card;
};

/** What is kept of an event, wherever it was laid to. */
export const kept = async (platform: TestPlatform, eventId: string) =>
  (await platform.items('inbound_event')).filter((item) => item['eventId'] === eventId);

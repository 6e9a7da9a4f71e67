import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { EventEnvelope } from '../../../functions/kernel/events/envelope.ts';
import type { TenantContext } from '../../../functions/kernel/tenancy/tenant-context.ts';
import type { Delivery } from '../../../functions/webhooks/domain/delivery.ts';
import type { WebhookEndpoint } from '../../../functions/webhooks/domain/webhook-endpoint.ts';
import { dynamoEndpointDirectory } from '../../../functions/webhooks/infrastructure/dynamo-endpoint-store.ts';
import type { TestPlatform } from '../../support/test-platform.ts';
import { startTestPlatform } from '../../support/test-platform.ts';
import type { WebhookReceiver } from '../../support/webhook-receiver.ts';
import { startReceiver } from '../../support/webhook-receiver.ts';
import { deliveryOf, fanOut, givenEvent } from './given-deliveries.ts';
import type { MadeEndpoint } from './given-endpoints.ts';
import { givenEndpoint, loopback } from './given-endpoints.ts';

/** A platform, and for each test a tenant with one endpoint that wants everything and a receiver behind it. */
export interface DeliveryBench {
  readonly platform: TestPlatform;
  readonly receiver: WebhookReceiver;
  readonly tenant: TenantContext;
  readonly endpoint: MadeEndpoint;
  /** An event that has gone over the bus; its delivery waits for a worker. */
  published(type?: string): Promise<EventEnvelope>;
  deliveryFor(event: EventEnvelope): Promise<Delivery>;
  stored(): Promise<WebhookEndpoint | undefined>;
}

const benchOf = (made: Pick<DeliveryBench, 'platform' | 'receiver' | 'tenant' | 'endpoint'>): DeliveryBench => {
  const { platform, tenant, endpoint } = made;
  return {
    ...made,
    published: async (type) => {
      const event = await givenEvent(platform, tenant, type);
      await fanOut(platform, event);
      return event;
    },
    deliveryFor: async (event) => {
      const found = await deliveryOf(platform, tenant, { endpointId: endpoint.endpointId, eventId: event.id });
      if (found === undefined) throw new Error('there is no delivery');
      return found;
    },
    stored: () => dynamoEndpointDirectory(platform.table).find(tenant, endpoint.endpointId),
  };
};

/** Registers the hooks of a test file. @returns what the running test works on */
export const deliveryBench = (): (() => DeliveryBench) => {
  let platform: TestPlatform;
  let bench: DeliveryBench;
  beforeAll(async () => {
    platform = await startTestPlatform(loopback);
  });
  afterAll(() => platform.stop());
  beforeEach(async () => {
    const receiver = await startReceiver();
    const tenant = await platform.tenant();
    const endpoint = await givenEndpoint(platform, tenant, { url: receiver.url });
    platform.sent.messages.length = 0;
    bench = benchOf({ platform, receiver, tenant, endpoint });
    return () => receiver.stop();
  });
  return () => bench;
};

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { toTimestamp } from '../../../../functions/kernel/time/clock.ts';
import { recoverDeliveries } from '../../../../functions/webhooks/recover-deliveries/declaration.ts';
import { wire as recoverWire } from '../../../../functions/webhooks/recover-deliveries/handler.ts';
import { wire } from '../../../../functions/webhooks/continue-recovery/handler.ts';
import { updateWebhookEndpoint } from '../../../../functions/webhooks/update-webhook-endpoint/declaration.ts';
import { wire as updateWire } from '../../../../functions/webhooks/update-webhook-endpoint/handler.ts';
import { call } from '../../../support/http-call.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import { noContext } from '../../../support/trigger.ts';
import type { WebhookReceiver } from '../../../support/webhook-receiver.ts';
import { startReceiver } from '../../../support/webhook-receiver.ts';
import { storeEvents } from '../../events/given-events.ts';
import { fanOut, fireTimer, givenEvent, takeMessages, timersOf, work } from '../given-deliveries.ts';
import { givenEndpoint, loopback } from '../given-endpoints.ts';

let platform: TestPlatform;
let receiver: WebhookReceiver;
let tenant: TenantContext;
let endpointId: string;
beforeAll(async () => {
  platform = await startTestPlatform(loopback);
});
afterAll(() => platform.stop());
beforeEach(async () => {
  receiver = await startReceiver();
  tenant = await platform.tenant();
  ({ endpointId } = await givenEndpoint(platform, tenant, { url: receiver.url, eventTypes: ['customer.*'] }));
  platform.sent.messages.length = 0;
  return () => receiver.stop();
});

const recover = async (since: string): Promise<void> => {
  const request = { as: { tenant }, params: { endpointId }, body: { since } };
  expect((await call(recoverWire(platform), recoverDeliveries, request)).status).toBe(202);
};

/**
 * Fires the recovery's timer until it sets no other.
 * @param afterPage what happens to the messages of a page
 * @returns how many pages it took
 */
const runRecovery = async (afterPage: () => unknown = () => work(platform)): Promise<number> => {
  let pages = 0;
  let last = '';
  for (;;) {
    const timer = (await timersOf(platform, tenant)).find(({ operation }) => operation === 'continueRecovery');
    if (timer === undefined || timer.payload === last) return pages;
    last = timer.payload;
    await fireTimer(platform, timer);
    await afterPage();
    pages += 1;
  }
};

const idsReceived = (): (string | undefined)[] => receiver.received.map(({ headers }) => headers['webhook-id']);
const now = (): string => toTimestamp(platform.clock.now());

describe('continueRecovery', () => {
  it('2.10 delivers what the endpoint missed, failed or waits for, and leaves alone what succeeded', async () => {
    const since = now();
    const succeeded = await givenEvent(platform, tenant);
    await fanOut(platform, succeeded);
    await work(platform);
    receiver.answer({ status: 500 });
    const waiting = await givenEvent(platform, tenant);
    await fanOut(platform, waiting);
    await work(platform);
    const missed = await givenEvent(platform, tenant);
    const unwanted = await givenEvent(platform, tenant, 'card.locked');
    platform.clock.advance({ seconds: 1 });
    receiver.answer({ status: 204 });
    await recover(since);
    await runRecovery();
    expect(idsReceived().toSorted()).toEqual([succeeded.id, waiting.id, waiting.id, missed.id].toSorted());
    expect(idsReceived()).not.toContain(unwanted.id);
  });

  it('leaves out what was made before the instant, and what is made after the request', async () => {
    await givenEvent(platform, tenant);
    platform.clock.advance({ minutes: 1 });
    const since = now();
    const wanted = await givenEvent(platform, tenant);
    platform.clock.advance({ minutes: 1 });
    await recover(since);
    platform.clock.advance({ minutes: 1 });
    await givenEvent(platform, tenant);
    await runRecovery();
    expect(idsReceived()).toEqual([wanted.id]);
  });

  it('goes page by page, and each event is handed on once', async () => {
    const since = now();
    const events = Array.from({ length: 120 }, (_, index) => ({
      type: 'customer.updated',
      resourceId: 'cus_1',
      sequence: index + 1,
    }));
    const ids = await storeEvents(platform, tenant, events);
    platform.clock.advance({ seconds: 1 });
    await recover(since);
    const sent: string[] = [];
    expect(await runRecovery(() => sent.push(...takeMessages(platform)))).toBe(3);
    const sentIds = sent.map((message) => (JSON.parse(message) as { event: { id: string } }).event.id);
    expect(sentIds.toSorted()).toEqual([...ids].toSorted());
  });

  it('a page that is run twice delivers nothing twice', async () => {
    const since = now();
    const event = await givenEvent(platform, tenant);
    platform.clock.advance({ seconds: 1 });
    await recover(since);
    const [timer] = await timersOf(platform, tenant);
    if (timer === undefined) throw new Error('no recovery was begun');
    await fireTimer(platform, timer);
    await fireTimer(platform, timer);
    await work(platform);
    expect(idsReceived()).toEqual([event.id]);
  });

  it('ends when the endpoint is disabled meanwhile', async () => {
    const since = now();
    await givenEvent(platform, tenant);
    platform.clock.advance({ seconds: 1 });
    await recover(since);
    const body = { status: 'disabled' };
    await call(updateWire(platform), updateWebhookEndpoint, { as: { tenant }, params: { endpointId }, body });
    await runRecovery();
    expect(idsReceived()).toEqual([]);
  });

  it('refuses a payload that is no progress', async () => {
    await expect(wire(platform)({ tenantId: tenant.tenantId, payload: {} }, noContext)).rejects.toThrow();
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { redeliverEvent } from '../../../functions/webhooks/redeliver-event/declaration.ts';
import { wire as redeliverWire } from '../../../functions/webhooks/redeliver-event/handler.ts';
import { recoverDeliveries } from '../../../functions/webhooks/recover-deliveries/declaration.ts';
import { wire as recoverWire } from '../../../functions/webhooks/recover-deliveries/handler.ts';
import { toTimestamp } from '../../../functions/kernel/time/clock.ts';
import { call } from '../../support/http-call.ts';
import type { TestPlatform } from '../../support/test-platform.ts';
import { startTestPlatform } from '../../support/test-platform.ts';
import type { WebhookReceiver } from '../../support/webhook-receiver.ts';
import { startReceiver } from '../../support/webhook-receiver.ts';
import { givenAccess } from '../events/given-access.ts';
import { deliveryOf, fanOut, fireTimer, givenEvent, takeMessages, timersOf, work } from './given-deliveries.ts';
import { givenEndpoint, loopback } from './given-endpoints.ts';

let platform: TestPlatform;
let receiver: WebhookReceiver;
beforeAll(async () => {
  platform = await startTestPlatform(loopback);
});
beforeEach(async () => {
  receiver = await startReceiver();
  return () => receiver.stop();
});
afterAll(() => platform.stop());

const eventTypes = ['transaction.*', 'authorization.*', 'customer.*', 'partner_balance.*'];

const given = async (mode: 'full' | 'aggregated_only') => {
  const access = await givenAccess(platform, mode);
  const { endpointId } = await givenEndpoint(platform, access.tenant, { url: receiver.url, eventTypes });
  platform.sent.messages.length = 0;
  const publish = async (type: string) => {
    const event = await givenEvent(platform, access.tenant, type);
    expect(await fanOut(platform, event)).toBe(true);
    return event;
  };
  return { ...access, endpointId, publish };
};

const received = (): readonly string[] =>
  receiver.received.map(({ body }) => (JSON.parse(body) as { type: string }).type);

describe('Webhooks of single transactions', () => {
  it('rule 105 are sent where the tenant sees full data', async () => {
    const { publish } = await given('full');
    await publish('transaction.posted');
    await publish('authorization.approved');
    await work(platform);
    expect(received().toSorted()).toEqual(['authorization.approved', 'transaction.posted']);
  });

  it('rule 105 are not opened where it sees aggregated data only; sums are sent', async () => {
    const { tenant, endpointId, publish } = await given('aggregated_only');
    const event = await publish('transaction.posted');
    await publish('authorization.declined');
    await publish('partner_balance.low');
    await work(platform);
    expect(received()).toEqual(['partner_balance.low']);
    expect(await deliveryOf(platform, tenant, { endpointId, eventId: event.id })).toBeUndefined();
  });

  it('rule 105 already opened are given up when the setting is narrowed before the attempt', async () => {
    const { tenant, endpointId, publish, see } = await given('full');
    const event = await publish('transaction.posted');
    await see('aggregated_only');
    expect(await work(platform)).toEqual([true]);
    expect(received()).toEqual([]);
    expect((await deliveryOf(platform, tenant, { endpointId, eventId: event.id }))?.status).toBe('exhausted');
  });

  it('rule 105 are not redelivered, until the setting is widened', async () => {
    const { tenant, publish, see } = await given('aggregated_only');
    const event = await publish('transaction.posted');
    const redeliver = () =>
      call(redeliverWire(platform), redeliverEvent, { as: { tenant }, params: { eventId: event.id } });
    const refused = await redeliver();
    expect([refused.status, refused.body.code]).toEqual([403, 'transaction_data_restricted']);
    expect(await timersOf(platform, tenant)).toEqual([]);
    await see('full');
    expect((await redeliver()).status).toBe(202);
  });

  it('rule 105 are left out of a recovery, and brought by one after the setting is widened', async () => {
    const { tenant, endpointId, publish, see } = await given('aggregated_only');
    const since = toTimestamp(platform.clock.now());
    await publish('transaction.posted');
    await publish('customer.created');
    takeMessages(platform);
    platform.clock.advance({ seconds: 5 });
    const recover = async () => {
      const as = { tenant };
      await call(recoverWire(platform), recoverDeliveries, { as, params: { endpointId }, body: { since } });
      const timer = (await timersOf(platform, tenant)).find(({ operation }) => operation === 'continueRecovery');
      if (timer !== undefined) await fireTimer(platform, timer);
      await work(platform);
    };
    await recover();
    expect(received()).toEqual(['customer.created']);
    await see('full');
    await recover();
    expect(received().toSorted()).toEqual(['customer.created', 'transaction.posted']);
  });
});

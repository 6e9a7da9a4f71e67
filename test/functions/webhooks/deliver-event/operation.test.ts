import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { clockItem, clockKey } from '../../../../functions/kernel/time/tenant-clock.ts';
import { wire } from '../../../../functions/webhooks/deliver-event/handler.ts';
import { dynamoEndpointDirectory } from '../../../../functions/webhooks/infrastructure/dynamo-endpoint-store.ts';
import { rotateWebhookSecret } from '../../../../functions/webhooks/rotate-webhook-secret/declaration.ts';
import { wire as rotateWire } from '../../../../functions/webhooks/rotate-webhook-secret/handler.ts';
import { call } from '../../../support/http-call.ts';
import { batchOf, deliver, noContext } from '../../../support/trigger.ts';
import { startReceiver } from '../../../support/webhook-receiver.ts';
import { deliveryBench } from '../delivery-bench.ts';
import { fanOut, givenEvent, nextAttempt, recordsAbout, takeMessages, timersOf, work } from '../given-deliveries.ts';
import { givenEndpoint } from '../given-endpoints.ts';

const bench = deliveryBench();

/** The verifier judges the timestamp by the machine's clock, the platform under test stands still. */
const verify = (secret: string, at = 0): unknown => {
  const request = bench().receiver.received[at];
  if (request === undefined) throw new Error('nothing arrived');
  const now = Number(request.headers['webhook-timestamp']) * 1_000;
  const realNow = Date.now;
  Date.now = () => now;
  try {
    return new Webhook(secret).verify(request.body, { ...request.headers });
  } finally {
    Date.now = realNow;
  }
};

describe('deliverEvent', () => {
  it('posts the envelope, signed so that the published verifier accepts it', async () => {
    const { platform, receiver, endpoint, published, deliveryFor } = bench();
    const event = await published();
    expect(await work(platform)).toEqual([true]);
    expect(verify(endpoint.secret)).toEqual(event);
    expect(receiver.received[0]).toMatchObject({
      path: '/hook',
      headers: { 'webhook-id': event.id, 'content-type': 'application/json' },
    });
    expect(() => verify('whsec_c3RyYW5nZXJzdHJhbmdlcnN0cmFuZ2Vy')).toThrow('No matching signature');
    expect(await deliveryFor(event)).toMatchObject({
      status: 'succeeded',
      attempts: [{ outcome: 'succeeded', status: 204 }],
    });
  });

  it('signs with both secrets while they overlap, and with the new one alone afterwards', async () => {
    const { platform, receiver, tenant, endpoint, published } = bench();
    const params = { endpointId: endpoint.endpointId };
    const rotated = await call(rotateWire(platform), rotateWebhookSecret, { as: { tenant }, params });
    await published();
    await work(platform);
    expect(receiver.received[0]?.headers['webhook-signature']?.split(' ')).toHaveLength(2);
    for (const secret of [endpoint.secret, rotated.body.secret as string]) expect(verify(secret)).toBeDefined();
    platform.clock.advance({ hours: 24 });
    await published();
    await work(platform);
    expect(verify(rotated.body.secret as string, 1)).toBeDefined();
    expect(() => verify(endpoint.secret, 1)).toThrow('No matching signature');
  });

  it('I3 posts once, however often its message comes', async () => {
    const { platform, receiver, published, deliveryFor } = bench();
    const event = await published();
    const [message = ''] = takeMessages(platform);
    const handler = wire(platform);
    await Promise.all([1, 2, 3].map(() => deliver(handler, message)));
    await deliver(handler, message);
    expect(receiver.received).toHaveLength(1);
    expect((await deliveryFor(event)).attempts).toHaveLength(1);
  });

  it('2.10 tries again after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h and 10 h, a fifth later at most, then gives up', async () => {
    const { platform, receiver, tenant, published, deliveryFor } = bench();
    receiver.answer({ status: 500 });
    const event = await published();
    await work(platform);
    const pauses: number[] = [];
    for (let retry = 0; retry < 7; retry += 1) {
      const before = platform.clock.now().epochMilliseconds;
      const timer = await nextAttempt(platform, tenant);
      pauses.push((timer.dueAt.epochMilliseconds - before) / 1_000);
    }
    const schedule = [5, 300, 1_800, 7_200, 18_000, 36_000, 36_000];
    for (const [position, pause] of pauses.entries()) {
      expect(pause).toBeGreaterThanOrEqual(schedule[position] ?? Infinity);
      expect(pause).toBeLessThanOrEqual((schedule[position] ?? 0) * 1.2);
    }
    expect(receiver.received).toHaveLength(8);
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([event.id]));
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
    const delivery = await deliveryFor(event);
    expect([delivery.status, delivery.tries, delivery.nextAttemptAt]).toEqual(['exhausted', 8, undefined]);
    expect(await recordsAbout(platform, delivery.deliveryId)).toEqual(['webhook_endpoint.delivery_exhausted']);
  });

  it('keeps its timers on real time: a sandbox tenant’s clock does not hasten them', async () => {
    const { platform, receiver, tenant, published } = bench();
    const ahead = clockItem.encode(clockKey(tenant), { offsetSeconds: 864_000 });
    await platform.table.write({ kind: 'put', item: ahead });
    receiver.answer({ status: 500 });
    await published();
    await work(platform);
    const [timer] = await timersOf(platform, tenant);
    const pause = (timer?.dueAt.epochMilliseconds ?? 0) - platform.clock.now().epochMilliseconds;
    expect(pause).toBeGreaterThanOrEqual(5_000);
    expect(pause).toBeLessThanOrEqual(6_000);
    expect(timer).toMatchObject({ operation: 'retryDelivery', realTime: true });
    expect(timer?.fireAtEpochSeconds).toBe(Math.ceil((timer?.dueAt.epochMilliseconds ?? 0) / 1_000));
  });

  it('counts a message that comes before the retry is due as nothing', async () => {
    const { platform, receiver, published } = bench();
    receiver.answer({ status: 500 });
    await published();
    const [message = ''] = takeMessages(platform);
    await deliver(wire(platform), message);
    await deliver(wire(platform), message);
    expect(receiver.received).toHaveLength(1);
  });

  it('ends in success when a retry succeeds', async () => {
    const { platform, receiver, tenant, published, deliveryFor } = bench();
    receiver.answer({ status: 500 });
    const event = await published();
    await work(platform);
    receiver.answer({ status: 200 });
    await nextAttempt(platform, tenant);
    expect((await deliveryFor(event)).attempts.map(({ outcome, status }) => [outcome, status])).toEqual([
      ['refused', 500],
      ['succeeded', 200],
    ]);
  });

  it('takes a redirect for a failure and does not follow it', async () => {
    const { platform, receiver, published, deliveryFor } = bench();
    receiver.answer({ status: 302, headers: { location: `${receiver.url}/elsewhere` } });
    const event = await published();
    await work(platform);
    expect(receiver.received.map(({ path }) => path)).toEqual(['/hook']);
    expect(await deliveryFor(event)).toMatchObject({
      status: 'retry_wait',
      attempts: [{ outcome: 'redirected', status: 302 }],
    });
  });

  it('makes no event of an exhausted delivery that is itself about an endpoint, so that it ends', async () => {
    const { platform, receiver, tenant, published, deliveryFor } = bench();
    receiver.answer({ status: 500 });
    const event = await published('webhook_endpoint.delivery_exhausted');
    await work(platform);
    for (let retry = 0; retry < 7; retry += 1) await nextAttempt(platform, tenant);
    const { status, deliveryId } = await deliveryFor(event);
    expect(status).toBe('exhausted');
    expect(await recordsAbout(platform, deliveryId)).toEqual([]);
  });

  it('ends what was on its way to an endpoint that is gone', async () => {
    const { platform, receiver, tenant, published, deliveryFor } = bench();
    const event = await published();
    const endpoints = await dynamoEndpointDirectory(platform.table).all(tenant);
    await platform.table.write({
      kind: 'delete',
      key: { pk: `T#${tenant.tenantId}#WEBHOOK_ENDPOINTS`, sk: endpoints[0]?.endpointId ?? '' },
    });
    expect(await work(platform)).toEqual([true]);
    expect((await deliveryFor(event)).status).toBe('exhausted');
    expect(receiver.received).toEqual([]);
  });

  it('takes over from a worker that died in the middle of an attempt', async () => {
    const { platform, receiver, published, deliveryFor } = bench();
    const event = await published();
    const [message = ''] = takeMessages(platform);
    const dying = {
      ...platform,
      table: { ...platform.table, transact: async () => Promise.reject(new Error('died')) },
    };
    expect(await deliver(wire(dying), message)).toBe(false);
    expect(await deliver(wire(platform), message)).toBe(true);
    expect((await deliveryFor(event)).status).toBe('delivering');
    platform.clock.advance({ minutes: 3 });
    await deliver(wire(platform), message);
    expect((await deliveryFor(event)).status).toBe('succeeded');
    expect(receiver.received.map(({ headers }) => headers['webhook-id'])).toEqual([event.id, event.id]);
  });

  it('a slow tenant does not delay another one, in the same batch of messages', async () => {
    const { platform, receiver, endpoint, published } = bench();
    const slow = await startReceiver();
    slow.answer({ status: 'never' });
    try {
      const other = await platform.tenant();
      const { endpointId } = await givenEndpoint(platform, other, { url: slow.url });
      for (let count = 0; count < 5; count += 1) await fanOut(platform, await givenEvent(platform, other));
      const events = [await published(), await published()];
      const batch = batchOf(...takeMessages(platform));
      const started = performance.now();
      const running = wire(platform)(batch, noContext);
      while (receiver.received.length < events.length) await new Promise((resolve) => setTimeout(resolve, 10));
      expect(performance.now() - started).toBeLessThan(8_000);
      expect(slow.received.length).toBeLessThanOrEqual(5);
      await slow.stop();
      expect(await running).toEqual({ batchItemFailures: [] });
      expect(endpointId).not.toBe(endpoint.endpointId);
    } finally {
      await slow.stop().catch(() => undefined);
    }
  });

  it('keeps bodies, URLs and secrets out of its log', async () => {
    const { platform, receiver, endpoint, published } = bench();
    receiver.answer({ status: 500 });
    await published();
    await work(platform);
    const log = platform.logLines().join('\n');
    for (const secret of [endpoint.secret, receiver.url, 'webhook-signature']) expect(log).not.toContain(secret);
  });
});

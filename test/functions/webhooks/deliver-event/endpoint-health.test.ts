import { describe, expect, it } from 'vitest';
import { wire } from '../../../../functions/webhooks/deliver-event/handler.ts';
import { deliver } from '../../../support/trigger.ts';
import { deliveryBench } from '../delivery-bench.ts';
import { recordsAbout, takeMessages, timersOf, work } from '../given-deliveries.ts';

const bench = deliveryBench();

describe('2.10 How an endpoint does', () => {
  it('disables the endpoint on 410 and tries nothing more', async () => {
    const { platform, receiver, tenant, endpoint, published, deliveryFor, stored } = bench();
    receiver.answer({ status: 410 });
    const [event, waiting] = [await published(), await published()];
    const [first = '', second = ''] = takeMessages(platform);
    await deliver(wire(platform), first);
    expect(await stored()).toMatchObject({ status: 'disabled', disabledReason: 'gone' });
    expect(await deliveryFor(event)).toMatchObject({
      status: 'exhausted',
      attempts: [{ outcome: 'gone', status: 410 }],
    });
    await deliver(wire(platform), second);
    expect(receiver.received).toHaveLength(1);
    expect((await deliveryFor(waiting)).status).toBe('exhausted');
    expect(await timersOf(platform, tenant)).toEqual([]);
    expect(await recordsAbout(platform, endpoint.endpointId)).toEqual([
      'webhook_endpoint.created',
      'webhook_endpoint.disabled',
    ]);
  });

  it.each([
    [429, '120', 120],
    [503, '120', 120],
    [503, undefined, 60],
    [429, 'nonsense', 60],
    [429, '999999', 3_600],
    [429, '0', 5],
    [503, 'Sat, 21 Nov 2099 23:59:59 GMT', 3_600],
  ])('slows down on %i with Retry-After %s: %i s', async (status, header, seconds) => {
    const { platform, receiver, published, deliveryFor } = bench();
    receiver.answer({ status, headers: header === undefined ? {} : { 'retry-after': header } });
    const event = await published();
    await work(platform);
    const { nextAttemptAt, attempts } = await deliveryFor(event);
    expect(attempts).toMatchObject([{ outcome: 'slowed_down', status }]);
    const pause = ((nextAttemptAt?.epochMilliseconds ?? 0) - platform.clock.now().epochMilliseconds) / 1_000;
    expect(pause).toBeGreaterThanOrEqual(seconds);
    expect(pause).toBeLessThanOrEqual(Math.max(seconds, 6));
  });

  it('leaves an endpoint that asked for a pause alone, and does not count that as an attempt', async () => {
    const { platform, receiver, published, deliveryFor } = bench();
    receiver.answer({ status: 429, headers: { 'retry-after': '600' } });
    await published();
    await work(platform);
    const later = await published();
    await work(platform);
    expect(receiver.received).toHaveLength(1);
    const waiting = await deliveryFor(later);
    expect([waiting.status, waiting.tries]).toEqual(['retry_wait', 0]);
    const pause = ((waiting.nextAttemptAt?.epochMilliseconds ?? 0) - platform.clock.now().epochMilliseconds) / 1_000;
    expect(pause).toBeGreaterThanOrEqual(600);
    expect(pause).toBeLessThanOrEqual(630);
  });

  it('degrades an endpoint that fails more than half the time, and lets it recover', async () => {
    const { platform, receiver, endpoint, published, stored } = bench();
    receiver.answer({ status: 500 });
    for (let count = 0; count < 4; count += 1) await published();
    await work(platform);
    expect((await stored())?.status).toBe('enabled');
    await published();
    await work(platform);
    expect((await stored())?.status).toBe('degraded');
    receiver.answer({ status: 204 });
    for (let count = 0; count < 5; count += 1) await published();
    await work(platform);
    expect((await stored())?.status).toBe('enabled');
    expect(await recordsAbout(platform, endpoint.endpointId)).toEqual([
      'webhook_endpoint.created',
      'webhook_endpoint.degraded',
      'webhook_endpoint.recovered',
    ]);
  });

  it('disables an endpoint after five days without a success, with an event', async () => {
    const { platform, receiver, endpoint, published, stored } = bench();
    receiver.answer({ status: 500 });
    await published();
    await work(platform);
    platform.clock.advance({ hours: 119 });
    await published();
    await work(platform);
    expect((await stored())?.status).not.toBe('disabled');
    platform.clock.advance({ hours: 1 });
    await published();
    await work(platform);
    expect(await stored()).toMatchObject({ status: 'disabled', disabledReason: 'failing' });
    expect((await recordsAbout(platform, endpoint.endpointId)).at(-1)).toBe('webhook_endpoint.disabled');
  });

  it('begins the five days anew after a success', async () => {
    const { platform, receiver, published, stored } = bench();
    receiver.answer({ status: 500 });
    await published();
    await work(platform);
    platform.clock.advance({ hours: 119 });
    receiver.answer({ status: 204 });
    await published();
    await work(platform);
    platform.clock.advance({ hours: 2 });
    receiver.answer({ status: 500 });
    await published();
    await work(platform);
    expect((await stored())?.status).not.toBe('disabled');
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { wire as wireWorker } from '../../../../functions/ingress/process-issuer-event/handler.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { wire } from '../../../../functions/recovery/poll-issuer-events/handler.ts';
import { controlCall } from '../../../support/sealed-call.ts';
import { deliver, noContext } from '../../../support/trigger.ts';
import type { TwinEvents } from '../../../support/twin-events.ts';
import { startTwinEvents } from '../../../support/twin-events.ts';

let bench: TwinEvents;
let tenant: TenantContext;

beforeAll(async () => {
  bench = await startTwinEvents();
});
afterAll(() => bench.stop());
beforeEach(async () => {
  tenant = await bench.platform.tenant();
  bench.takeMessages();
});

/** One run of the poller. @returns what it queued, as the worker gets it */
const poll = async (meter = bench.platform.meter): Promise<readonly { eventId: string; raw: string }[]> => {
  await wire({ ...bench.platform, meter })({}, noContext);
  return bench.takeMessages().map(({ body }) => JSON.parse(body) as { eventId: string; raw: string });
};
const work = async (messages: readonly unknown[]): Promise<void> => {
  for (const message of messages) expect(await deliver(wireWorker(bench.platform), message)).toBe(true);
};
const idsOf = (messages: readonly { eventId: string }[]): readonly string[] => messages.map(({ eventId }) => eventId);

describe('pollIssuerEvents', () => {
  it('I7 M-27 recovers by one poll what the edge never took, and the worker applies it', async () => {
    const { caseId, customerId } = await bench.videoCall(tenant);
    const eventId = await bench.approveUnheard(tenant, caseId);
    const counted: [name: string, amount: number][] = [];
    const found = await poll({ ...bench.platform.meter, count: (...sample) => void counted.push(sample) });
    expect(idsOf(found)).toEqual([eventId]);
    expect(counted).toEqual([['event_recovered', 1]]);
    await work(found);
    expect(await bench.levelOf(tenant, customerId)).toBe('full');
    expect(await poll()).toEqual([]);
  });

  it('I7 queues the bytes that the webhook would have carried', async () => {
    const { caseId } = await bench.videoCall(tenant);
    await bench.approveUnheard(tenant, caseId);
    const [found] = await poll();
    const sentBytes = bench.twin.received.filter(({ body }) => body.reference === caseId).map(({ rawBody }) => rawBody);
    expect(sentBytes.length).toBeGreaterThan(0);
    expect(new Set(sentBytes)).toEqual(new Set([Buffer.from(found?.raw ?? '', 'base64').toString()]));
    await work(found === undefined ? [] : [found]);
  });

  it('I7 leaves alone what may still be on its way', async () => {
    const { caseId } = await bench.videoCall(tenant);
    const eventId = await bench.approve(tenant, caseId);
    expect(await poll()).toEqual([]);
    bench.platform.clock.advance({ minutes: 3 });
    const found = await poll();
    expect(idsOf(found)).toEqual([eventId]);
    await work(found);
  });

  it('I7 leaves an event in the log while its resource is unknown, and takes it once it is known', async () => {
    const { caseId, bind } = await bench.unknownCall(tenant);
    const eventId = await bench.approveUnheard(tenant, caseId);
    expect(await poll()).toEqual([]);
    await bind();
    const found = await poll();
    expect(idsOf(found)).toEqual([eventId]);
    await work(found);
  });

  it('I7 does not look further back than 48 hours', async () => {
    const { caseId } = await bench.videoCall(tenant);
    await bench.approveUnheard(tenant, caseId);
    bench.platform.clock.advance({ hours: 48 });
    expect(await poll()).toEqual([]);
  });

  it('I7 reads the logs of the others when one does not answer, and fails at its end', async () => {
    const silent = await bench.platform.tenant();
    const plan = { provider: 'issuer', rate: 1, kinds: ['http_500'] };
    const path = '/control/v1/faults';
    await controlCall(bench.twin, { path, program: silent.tenantId, body: plan });
    const later = await bench.platform.tenant();
    const { caseId } = await bench.videoCall(later);
    const eventId = await bench.approveUnheard(later, caseId);
    await expect(wire(bench.platform)({}, noContext)).rejects.toThrow('Not every event log could be read.');
    const queued = bench.takeMessages().map(({ body }) => JSON.parse(body) as { eventId: string });
    expect(idsOf(queued)).toEqual([eventId]);
    await work(queued);
    await controlCall(bench.twin, { path, program: silent.tenantId, body: { ...plan, rate: 0 } });
  });
});

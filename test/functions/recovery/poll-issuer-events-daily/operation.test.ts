import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wire } from '../../../../functions/recovery/poll-issuer-events-daily/handler.ts';
import { wire as wireFrequent } from '../../../../functions/recovery/poll-issuer-events/handler.ts';
import { noContext } from '../../../support/trigger.ts';
import type { TwinEvents } from '../../../support/twin-events.ts';
import { startTwinEvents } from '../../../support/twin-events.ts';

let bench: TwinEvents;
beforeAll(async () => {
  bench = await startTwinEvents();
});
afterAll(() => bench.stop());

const queuedBy = async (run: typeof wire): Promise<readonly string[]> => {
  await run(bench.platform)({}, noContext);
  return bench.takeMessages().map(({ body }) => (JSON.parse(body) as { eventId: string }).eventId);
};

describe('pollIssuerEventsDaily', () => {
  it('I7 M-27 recovers for 15 days what 48 hours of polling did not', async () => {
    const tenant = await bench.platform.tenant();
    const { caseId } = await bench.videoCall(tenant);
    const eventId = await bench.approveUnheard(tenant, caseId);
    bench.platform.clock.advance({ hours: 14 * 24 });
    expect(await queuedBy(wireFrequent)).toEqual([]);
    expect(await queuedBy(wire)).toEqual([eventId]);
    bench.platform.clock.advance({ hours: 24 });
    expect(await queuedBy(wire)).toEqual([]);
  });
});

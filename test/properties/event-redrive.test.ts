import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wire } from '../../functions/ingress/process-issuer-event/handler.ts';
import { inboundMessage } from '../../functions/ingress/inbound-message.ts';
import { systemClock, toTimestamp } from '../../functions/kernel/time/clock.ts';
import { activity, atRest } from '../../local/activity.ts';
import { localLog } from '../../local/log.ts';
import { localQueues } from '../../local/queues.ts';
import { passingState } from '../../local/state-table.ts';
import { noContext } from '../support/trigger.ts';
import type { TwinEvents } from '../support/twin-events.ts';
import { startTwinEvents } from '../support/twin-events.ts';

let bench: TwinEvents;
beforeAll(async () => {
  bench = await startTwinEvents();
});
afterAll(() => bench.stop());

/** The queue `issuer-events` in process, with its real worker, which can be made to fail. */
const issuerEvents = () => {
  const handle = wire(bench.platform);
  const work = activity();
  const state = { isBroken: false };
  const queues = localQueues([{ name: 'issuer-events', visibilitySeconds: 30, maxReceiveCount: 4, batchSize: 10 }], {
    ...{ clock: systemClock, log: localLog(systemClock).log, work, failureBackoffMs: 1 },
    store: passingState.messages,
  });
  queues.consume('issuer-events', (event) =>
    state.isBroken ? Promise.reject(new Error('the worker is broken')) : handle(event, noContext),
  );
  return { queues, state, rest: () => atRest(work, [queues], 60_000) };
};

const outcomes = fc.array(fc.constantFrom('resubmission_required', 'approved', 'rejected', 'abandoned'), {
  minLength: 1,
  maxLength: 4,
});

describe('a dead-letter queue that is redriven', () => {
  it('I18 applies each event once, redriven twice and after newer events too', async () => {
    const tenant = await bench.platform.tenant();
    let numbered = 0;
    await fc.assert(
      fc.asyncProperty(outcomes, outcomes, async (early, newer) => {
        const { queues, state, rest } = issuerEvents();
        const { caseId, customerId } = await bench.videoCall(tenant);
        const message = (outcome: string) => {
          const occurredAt = toTimestamp(bench.platform.clock.now());
          const data = { outcome, ...(outcome === 'approved' ? { identityReference: 'idr_1' } : {}) };
          const raw = Buffer.from(JSON.stringify({ type: 'kyc.completed', reference: caseId, occurredAt, data }));
          return inboundMessage({ eventId: `evt-${String(numbered++)}`, raw, receivedAt: occurredAt });
        };
        const stored = async () => (await bench.platform.items()).filter((item) => item['item'] !== 'timer');
        const send = async (messages: readonly ReturnType<typeof message>[], isBroken: boolean): Promise<void> => {
          state.isBroken = isBroken;
          for (const each of messages) await queues.send(each);
          await rest();
          state.isBroken = false;
        };
        // Events of one case that meet in the worker conflict; what then ends dead is redriven like anything else.
        const redriveAll = async (): Promise<void> => {
          for (let turns = 0; turns < 10 && queues.deadLetters().length > 0; turns += 1) {
            await queues.redrive('issuer-events');
            await rest();
          }
        };
        const [old, recent] = [early.map(message), newer.map(message)];

        await send(old, true);
        expect(queues.deadLetters()).toHaveLength(old.length);
        await send(recent, false);
        await redriveAll();
        const after = await stored();
        const level = await bench.levelOf(tenant, customerId);

        // At-least-once delivery puts the same messages into the dead-letter queue again.
        await send([...old, ...recent], true);
        expect(queues.deadLetters()).toHaveLength(old.length + recent.length);
        await redriveAll();
        queues.stop();
        expect(after.filter((item) => item['item'] === 'inbound_event' && item['state'] === 'received')).toEqual([]);
        expect(await stored()).toEqual(after);
        expect(await bench.levelOf(tenant, customerId)).toBe(level);
        expect(queues.deadLetters()).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventIntake } from '../../functions/ingress/event-intake.ts';
import { dynamoInboundStates } from '../../functions/ingress/infrastructure/dynamo-inbound-store.ts';
import type { IssuerEventLog, LoggedEvent } from '../../functions/ingress/ports/issuer-event-log.ts';
import { wire as wireWorker } from '../../functions/ingress/process-issuer-event/handler.ts';
import { wire as wireDoor } from '../../functions/ingress/receive-issuer-event/handler.ts';
import { sign } from '../../functions/kernel/crypto/hmac.ts';
import { signedBytes } from '../../functions/kernel/operation/signed-message.ts';
import { findReferenceOwner } from '../../functions/kernel/persistence/provider-reference.ts';
import { toTimestamp } from '../../functions/kernel/time/clock.ts';
import { pollIssuerEvents } from '../../functions/recovery/poll-issuer-events/operation.ts';
import { seeded } from '../support/seeded.ts';
import type { TestPlatform } from '../support/test-platform.ts';
import { startTestPlatform } from '../support/test-platform.ts';
import { callUrl } from '../support/trigger.ts';
import type { IssuedCard } from './card-fleet.ts';
import { cardFleet } from './card-fleet.ts';
import { noFaults, unreliableQueue } from './unreliable-queue.ts';

const dropped = 0.02;
const seed = 20_261_122;
const eventCount = 2_000;
const pageSize = 100;

let own: TestPlatform;
let secret: string;
beforeAll(async () => {
  own = await startTestPlatform({ ISSUER_SANDBOX_URL: 'http://127.0.0.1:9' });
  [secret] = await own.secrets.values('issuer-webhook-signing');
});
afterAll(() => own.stop());

/** The provider's own log, page by page; it has what was never delivered as well. */
const logOf = (events: readonly LoggedEvent[]): IssuerEventLog => ({
  list: async (_tenant, since, page = '0') => {
    const from = Number(page);
    const shown = events.filter(({ recordedAt }) => recordedAt.epochMilliseconds >= since.epochMilliseconds);
    const next = from + pageSize;
    return { events: shown.slice(from, next), next: next < shown.length ? String(next) : undefined };
  },
});

describe('2,000 events of the issuer of which the edge drops 2 %', () => {
  it('I7 D-16 M-27 are all applied, each once, after one run of the poller', async () => {
    const dice = seeded(seed);
    const fleet = await cardFleet(own);
    const { clock, meter, log, table } = fleet.platform;
    const queue = unreliableQueue(dice, noFaults);
    const platform: TestPlatform = { ...fleet.platform, queues: queue };
    const [door, worker] = [wireDoor(platform), wireWorker(platform)];

    // 1. The issuer records every event; the edge takes 98 of 100.
    const recorded: LoggedEvent[] = [];
    const cards: IssuedCard[] = [];
    let lost = 0;
    for (let at = 0; at < eventCount; at += 1) {
      const card = await fleet.issue();
      const recordedAt = clock.now();
      const occurredAt = toTimestamp(recordedAt.add({ seconds: 1 }));
      const body = { type: 'card.status_changed', reference: card.externalId, occurredAt, data: { to: 'suspended' } };
      const event = { eventId: `evt-${String(at)}`, recordedAt, raw: Buffer.from(JSON.stringify(body)) };
      recorded.push(event);
      cards.push(card);
      if (dice.chance(dropped)) {
        lost += 1;
        continue;
      }
      const timestamp = String(Math.floor(clock.now().epochMilliseconds / 1000));
      const signature = `v1=${sign(secret, signedBytes(timestamp, event.eventId, event.raw))}`;
      const headers = { 'x-signature': signature, 'x-timestamp': timestamp, 'x-event-id': event.eventId };
      expect((await callUrl(door, { headers, body: event.raw.toString() })).status).toBe(202);
    }
    await queue.drain(worker);
    expect(lost).toBeGreaterThan(20);
    expect(fleet.inbound().size).toBe(eventCount - lost);

    // 2. One run, a quarter of an hour later, finds exactly those.
    own.clock.advance({ minutes: 15 });
    let recovered = 0;
    const run = pollIssuerEvents({
      tenants: { each: (visit) => visit(fleet.tenant) },
      logs: [logOf(recorded)],
      intake: eventIntake({
        inbound: dynamoInboundStates(table),
        findOwner: (space, reference) => findReferenceOwner(table, space, reference),
        queues: queue,
        clock,
      }),
      meter: { ...meter, count: (name, amount) => void (recovered += name === 'event_recovered' ? amount : 0) },
      log,
      clock,
    });
    await run();
    expect(recovered).toBe(lost);
    await queue.drain(worker);

    // 3. Every event is settled, every card as its event says, by one change.
    const inbound = fleet.inbound();
    expect(inbound.size).toBe(eventCount);
    expect([...inbound].filter(([, states]) => states.join() !== 'applied')).toEqual([]);
    const records = fleet.recordsOf();
    for (const card of cards) {
      expect((await fleet.cardOf(card)).issuerStatus).toBe('suspended');
      expect(records.get(card.cardId)).toHaveLength(1);
    }

    // 4. The next run finds nothing.
    await run();
    expect(recovered).toBe(lost);
  }, 120_000);
});

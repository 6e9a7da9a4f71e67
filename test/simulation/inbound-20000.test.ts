import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signedBytes } from '../../functions/kernel/operation/signed-message.ts';
import { wire as wireWorker } from '../../functions/ingress/process-issuer-event/handler.ts';
import { wire as wireDoor } from '../../functions/ingress/receive-issuer-event/handler.ts';
import { sign } from '../../functions/kernel/crypto/hmac.ts';
import { toTimestamp } from '../../functions/kernel/time/clock.ts';
import type { TableFault } from '../support/faulty-table.ts';
import { faultyTable } from '../support/faulty-table.ts';
import { seeded } from '../support/seeded.ts';
import type { TestPlatform } from '../support/test-platform.ts';
import { startTestPlatform } from '../support/test-platform.ts';
import { callUrl } from '../support/trigger.ts';
import type { CardFleet, IssuedCard } from './card-fleet.ts';
import { cardFleet } from './card-fleet.ts';
import { noFaults, unreliableQueue } from './unreliable-queue.ts';

const rate = 0.05;
const seed = 20_261_122;

/** How the 20,000 events are made up. */
const plan = { alone: 11_600, late: 400, shared: 7_600, unknown: 400 } as const;
const eventsPerShared = 10;

let own: TestPlatform;
let secret: string;
beforeAll(async () => {
  own = await startTestPlatform({ ISSUER_SANDBOX_URL: 'http://127.0.0.1:9' });
  [secret] = await own.secrets.values('issuer-webhook-signing');
});
afterAll(() => own.stop());

interface Sent {
  readonly eventId: string;
  readonly body: string;
}

const statuses = ['suspended', 'active'] as const;

/** Events about the fleet: what each card is to end as, and the cards that become known late. */
const eventsFor = async (fleet: CardFleet, dice: ReturnType<typeof seeded>) => {
  const sent: Sent[] = [];
  const ends = new Map<IssuedCard, { readonly status: string; readonly events: number }>();
  const late: IssuedCard[] = [];
  const tell = (type: string, reference: string, about: { to: string; seconds: number }): void => {
    const occurredAt = toTimestamp(own.clock.now().add({ seconds: about.seconds }));
    const body = JSON.stringify({ type, reference, occurredAt, data: { to: about.to } });
    sent.push({ eventId: `evt-${String(sent.length)}`, body });
  };
  for (let at = 0; at < plan.alone + plan.late; at += 1) {
    const isLate = at >= plan.alone;
    const card = await fleet.issue(isLate);
    if (isLate) late.push(card);
    tell('card.status_changed', card.externalId, { to: 'suspended', seconds: 1 });
    ends.set(card, { status: 'suspended', events: 1 });
  }
  for (let at = 0; at < plan.shared; at += eventsPerShared) {
    const card = await fleet.issue();
    const told = Array.from({ length: eventsPerShared }, () => dice.pick(statuses));
    for (const [position, to] of told.entries()) {
      tell('card.status_changed', card.externalId, { to, seconds: position + 1 });
    }
    ends.set(card, { status: told.at(-1) ?? 'active', events: eventsPerShared });
  }
  for (let at = 0; at < plan.unknown; at += 1) tell('card.painted', 'nobody', { to: 'red', seconds: 1 });
  return { sent, ends, late };
};

const tableFaults: readonly TableFault['kind'][] = ['throttled', 'conflict', 'silent before', 'silent after'];

/** The issuer: sends until it hears 2xx, loses answers, and holds on for as long as it takes. */
const issuer = (platform: TestPlatform, dice: ReturnType<typeof seeded>) => {
  const door = wireDoor(platform);
  const lost = { requests: 0, answers: 0, refusals: 0 };
  const send = async ({ eventId, body }: Sent): Promise<void> => {
    const timestamp = String(Math.floor(platform.clock.now().epochMilliseconds / 1000));
    const signature = `v1=${sign(secret, signedBytes(timestamp, eventId, Buffer.from(body)))}`;
    const headers = { 'x-signature': signature, 'x-timestamp': timestamp, 'x-event-id': eventId };
    for (let tries = 0; tries < 20; tries += 1) {
      if (dice.chance(rate)) {
        lost.requests += 1;
        continue;
      }
      const { status } = await callUrl(door, { headers, body });
      if (status !== 202) lost.refusals += 1;
      else if (dice.chance(rate)) lost.answers += 1;
      else return;
    }
    throw new Error('twenty tries at 5 % all failed: the dice are loaded');
  };
  return { lost, send };
};

describe('20,000 events of the issuer with 5 % faults at each hop', () => {
  it('I6 I18 M-27 are none lost and none doubled once drained and redriven, and redriven again change nothing', async () => {
    const dice = seeded(seed);
    const fleet = await cardFleet(own);
    const { sent, ends, late } = await eventsFor(fleet, dice);
    expect(sent).toHaveLength(20_000);
    const queue = unreliableQueue(dice, { send: rate, duplicate: rate, crash: rate });
    const platform: TestPlatform = { ...fleet.platform, queues: queue };
    const { send, lost } = issuer(platform, dice);
    let faults = 0;
    const unreliable = faultyTable(fleet.table, () => {
      if (!dice.chance(rate)) return undefined;
      faults += 1;
      const kind = dice.pick(tableFaults);
      return kind === 'conflict' ? { kind, position: dice.between(0, 4) } : { kind };
    });
    const worker = wireWorker({ ...platform, table: unreliable });

    for (const event of sent) await send(event);
    await queue.drain(worker);
    // 1. Every hop has failed, and events whose card is not known yet have died.
    const { sendFaults, duplicates, crashes } = queue.counts;
    for (const count of [lost.requests, lost.answers, lost.refusals, sendFaults, duplicates, crashes, faults]) {
      expect(count).toBeGreaterThan(90);
    }
    expect(queue.deadLetters.length).toBeGreaterThanOrEqual(plan.late);

    // 2. The cards become known, the faults end, and the dead letters go back until none is left.
    for (const card of late) await card.bind();
    queue.faults = noFaults;
    const healthy = wireWorker(platform);
    for (let turns = 0; queue.redrive() > 0; turns += 1) {
      if (turns > 20) throw new Error('the dead-letter queue is never empty');
      await queue.drain(healthy);
    }

    // 3. None lost: each event is kept once, and settled as what it is.
    const inbound = fleet.inbound();
    expect(inbound.size).toBe(sent.length);
    const unsettled = [...inbound].filter(([, states]) => states.length !== 1 || states[0] === 'received');
    expect(unsettled).toEqual([]);
    const quarantined = [...inbound].filter(([, [state]]) => state === 'quarantined');
    expect(quarantined).toHaveLength(plan.unknown);

    // 4. None doubled: each card as its last event says, and no more changes than events, counted without gaps.
    const records = fleet.recordsOf();
    for (const [card, end] of ends) {
      const { issuerStatus, sequence } = await fleet.cardOf(card);
      const changes = records.get(card.cardId) ?? [];
      expect(issuerStatus).toBe(end.status);
      expect(changes.length).toBe(sequence - 1);
      expect(changes.length).toBeLessThanOrEqual(end.events);
      // Ten events may cancel each other out or be stale; a single one changes its card once.
      expect(changes.length).toBeGreaterThanOrEqual(end.events === 1 ? 1 : 0);
    }

    // 5. Redriven at any later time, twice: no change beyond the one application.
    const settled = fleet.hash();
    for (let again = 0; again < 2; again += 1) {
      for (let at = again; at < sent.length; at += 10) await send(sent[at]!);
      await queue.drain(healthy);
    }
    expect(queue.deadLetters).toEqual([]);
    expect(fleet.hash()).toBe(settled);
  }, 120_000);
});

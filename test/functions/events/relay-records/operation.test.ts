import type { Context } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { wire } from '../../../../functions/events/relay-records/handler.ts';
import { eventEnvelopeSchema } from '../../../../functions/kernel/events/envelope.ts';
import type { Item } from '../../../../functions/kernel/persistence/table.ts';
import type { BusEntry } from '../../../../functions/kernel/platform/platform.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { shiftedClock } from '../../../../functions/kernel/time/clock.ts';
import { scheduleTimer } from '../../../../functions/kernel/timers/timer-intents.ts';
import { timerMessage } from '../../../../functions/kernel/timers/timer-message.ts';
import type { TestChange } from '../../../support/stream-changes.ts';
import { streamEvent } from '../../../support/stream-changes.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import { contextOf, recordItemOf } from '../given-events.ts';

let platform: TestPlatform;
let tenant: TenantContext;

beforeAll(async () => {
  platform = await startTestPlatform();
  tenant = await platform.tenant();
});
beforeEach(() => {
  platform.sent.busEntries.length = 0;
  platform.sent.messages.length = 0;
  platform.sent.schedules.clear();
});
afterAll(() => platform.stop());

const relay = (changes: readonly TestChange[], overrides: Partial<TestPlatform> = {}) =>
  wire({ ...platform, ...overrides })(streamEvent(changes), {} as Context);

const record = (resourceId: string, sequence: number, type = 'card.locked'): TestChange => ({
  after: recordItemOf(platform, tenant, { type, resourceId, sequence }),
});

const published = (entries: readonly BusEntry[] = platform.sent.busEntries) =>
  entries.map(({ detail }) => {
    const { resource, sequence } = eventEnvelopeSchema.parse(JSON.parse(detail));
    return `${resource.id}/${String(sequence)}`;
  });

/** A bus that refuses the entries of these resources, and tells every call. */
const choosyBus = (refused: readonly string[]) => {
  const calls: string[][] = [];
  return {
    calls,
    publish: async (entries: readonly BusEntry[]) => {
      calls.push(published(entries));
      return published(entries).map((name) => !refused.includes(name));
    },
  };
};

describe('relayRecords publishes records', () => {
  it('as events of their resource’s source, with the envelope as detail', async () => {
    const change = record('crd_1', 3);
    expect(await relay([change])).toEqual({ batchItemFailures: [] });
    const [entry] = platform.sent.busEntries;
    expect(entry).toMatchObject({ source: 'nodal.card', detailType: 'card.locked' });
    expect(JSON.parse(entry?.detail ?? '')).toEqual({
      id: change.after?.['eventId'],
      type: 'card.locked',
      createdAt: '2026-11-21T06:30:00.000Z',
      tenantId: tenant.tenantId,
      sequence: 3,
      resource: { type: 'card', id: 'crd_1' },
      data: { id: 'crd_1' },
      previous: { status: 'before' },
    });
  });

  it('and nothing else of the table', async () => {
    const item: Item = { pk: 'T#x', sk: 'CUSTOMER', item: 'customer', firstName: 'Asha' };
    const { after } = record('crd_1', 1);
    const changes = [{ after: item }, { before: item, after: item }, { before: item }, { before: after ?? {} }];
    expect(await relay(changes)).toEqual({ batchItemFailures: [] });
    expect(platform.sent.busEntries).toEqual([]);
  });

  it('in calls of ten at most, in order, never two of one resource in one call', async () => {
    const bus = choosyBus([]);
    const changes = [
      ...Array.from({ length: 12 }, (_, index) => record(`crd_${String(index)}`, 1)),
      record('crd_11', 2),
      record('crd_11', 3),
    ];
    await relay(changes, { bus });
    expect(bus.calls.map((call) => call.length)).toEqual([10, 2, 1, 1]);
    expect(bus.calls.flat().slice(-3)).toEqual(['crd_11/1', 'crd_11/2', 'crd_11/3']);
  });

  it('and reports the first one that the bus refused, with nothing of that resource after it', async () => {
    const bus = choosyBus(['crd_b/1']);
    const changes = [record('crd_a', 1), record('crd_b', 1), record('crd_c', 1), record('crd_b', 2)];
    expect(await relay(changes, { bus })).toEqual({ batchItemFailures: [{ itemIdentifier: 's1' }] });
    expect(bus.calls.flat()).not.toContain('crd_b/2');
  });

  it('and reports the first one of a call that failed as a whole', async () => {
    const taken = choosyBus([]);
    let calls = 0;
    const publish = async (entries: readonly BusEntry[]) => {
      calls += 1;
      if (calls === 2) throw new Error('throttled');
      return taken.publish(entries);
    };
    const changes = Array.from({ length: 25 }, (_, index) => record(`crd_${String(index)}`, 1));
    expect(await relay(changes, { bus: { publish } })).toEqual({ batchItemFailures: [{ itemIdentifier: 's10' }] });
    expect(taken.calls).toHaveLength(1);
  });

  it('up to one that cannot be read, which it reports without its content', async () => {
    const poison = { after: { ...record('crd_p', 1).after, data: '{"secret":' } };
    const answer = await relay([record('crd_a', 1), poison, record('crd_c', 1)]);
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 's1' }] });
    expect(published()).toEqual(['crd_a/1']);
    expect(platform.logLines().join('\n')).toContain('record_unreadable');
    expect(platform.logLines().join('\n')).not.toContain('secret');
  });
});

const timer = (key: string, dueInSeconds: number, offsetSeconds = 0): Item => {
  const clock = shiftedClock(platform.clock, offsetSeconds);
  const dueAt = clock.now().add({ seconds: dueInSeconds });
  const order = { operation: 'expireKycCase', key, dueAt, payload: { caseId: key } };
  const { write } = scheduleTimer({ ...contextOf(platform, tenant), clock }, order);
  if (write.kind !== 'put') throw new Error('a timer is put');
  return write.item;
};

const epochIn = (seconds: number): number => Math.ceil(platform.clock.now().epochMilliseconds / 1_000) + seconds;

const onlySchedule = () => [...platform.sent.schedules.entries()][0];

describe('relayRecords keeps timers', () => {
  it('puts one that is due within a minute on the queue, with its delay', async () => {
    await relay([{ after: timer('kyc_1', 45) }]);
    const [message] = platform.sent.messages;
    expect(message).toMatchObject({ queue: 'timers', delaySeconds: 45 });
    expect(timerMessage.parse(JSON.parse(message?.body ?? ''))).toEqual({
      tenantId: tenant.tenantId,
      operation: 'expireKycCase',
      key: 'kyc_1',
      dueAt: '2026-11-21T06:30:45.000Z',
    });
    expect(platform.sent.schedules.size).toBe(0);
  });

  it('sends one that is overdue at once', async () => {
    await relay([{ after: timer('kyc_1', -3_600) }]);
    expect(platform.sent.messages).toMatchObject([{ delaySeconds: 0 }]);
  });

  it('makes a schedule for one that is further away; the message says which timer, not what it does', async () => {
    await relay([{ after: timer('kyc_1', 61) }]);
    const [name, schedule] = onlySchedule() ?? [];
    expect(name).toMatch(/^[0-9a-zA-Z-_.]{1,64}$/);
    expect(schedule).toMatchObject({ dueAtEpochSeconds: epochIn(61), queue: 'timers' });
    expect(Object.keys(JSON.parse(schedule?.body ?? '{}'))).not.toContain('payload');
    expect(platform.sent.messages).toEqual([]);
  });

  it('sets the schedule of a sandbox tenant to real time', async () => {
    await relay([{ after: timer('kyc_1', 3_600, 86_400) }]);
    expect(onlySchedule()?.[1].dueAtEpochSeconds).toBe(epochIn(3_600));
  });

  it('takes the schedule of a cancelled timer back, and leaves others alone', async () => {
    const [cancelled, kept] = [timer('kyc_1', 3_600), timer('kyc_2', 3_600)];
    await relay([{ after: cancelled }, { after: kept }]);
    await relay([{ before: cancelled }]);
    expect([...platform.sent.schedules.values()].map(({ body }) => timerMessage.parse(JSON.parse(body)).key)).toEqual([
      'kyc_2',
    ]);
  });

  it('asks nothing of the scheduler for a timer that was removed because it fired', async () => {
    const refusing = { create: () => Promise.reject(new Error('no')), delete: () => Promise.reject(new Error('no')) };
    expect(await relay([{ before: timer('kyc_1', -1) }], { schedules: refusing })).toEqual({ batchItemFailures: [] });
  });

  it('moves a timer: far to farther, and far to near', async () => {
    const [first, later, near] = [timer('kyc_1', 3_600), timer('kyc_1', 7_200), timer('kyc_1', 5)];
    await relay([{ after: first }, { before: first, after: later }]);
    expect(onlySchedule()?.[1].dueAtEpochSeconds).toBe(epochIn(7_200));
    expect(platform.sent.schedules.size).toBe(1);
    await relay([{ before: later, after: near }]);
    expect(platform.sent.schedules.size).toBe(0);
    expect(platform.sent.messages).toMatchObject([{ delaySeconds: 5 }]);
  });

  it('does nothing for a timer whose instant stayed the same', async () => {
    const before = timer('kyc_1', 30);
    await relay([{ before, after: { ...before, payload: '{}' } }]);
    expect(platform.sent.messages).toEqual([]);
  });

  it('reports the first timer that failed', async () => {
    const schedules = { create: () => Promise.reject(new Error('throttled')), delete: () => Promise.resolve() };
    const changes = [{ after: timer('kyc_1', 5) }, { after: timer('kyc_2', 3_600) }, { after: timer('kyc_3', 5) }];
    expect(await relay(changes, { schedules })).toEqual({ batchItemFailures: [{ itemIdentifier: 's1' }] });
    expect(platform.sent.messages).toHaveLength(1);
  });

  it('reports the earlier of two failures, of a record and of a timer', async () => {
    const schedules = { create: () => Promise.reject(new Error('throttled')), delete: () => Promise.resolve() };
    const bus = choosyBus(['crd_1/1']);
    const changes = [record('crd_0', 1), { after: timer('kyc_1', 3_600) }, record('crd_1', 1)];
    expect(await relay(changes, { schedules, bus })).toEqual({ batchItemFailures: [{ itemIdentifier: 's1' }] });
  });
});

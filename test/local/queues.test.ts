import type { SQSEvent } from 'aws-lambda';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { systemClock } from '../../functions/kernel/time/clock.ts';
import { activity, atRest } from '../../local/activity.ts';
import { localLog } from '../../local/log.ts';
import type { Consumer, KeptMessage, MessageStore } from '../../local/queue.ts';
import type { LocalQueues } from '../../local/queues.ts';
import { localQueues } from '../../local/queues.ts';
import { passingState } from '../../local/state-table.ts';

const memoryStore = () => {
  const kept = new Map<string, KeptMessage>();
  const store: MessageStore = {
    put: async (message) => void kept.set(message.messageId, message),
    remove: async ({ messageId }) => void kept.delete(messageId),
  };
  return { kept, store };
};

const open: LocalQueues[] = [];

const build = (consumer: Consumer, definition: { visibilitySeconds?: number; maxReceiveCount?: number } = {}) => {
  const { kept, store } = memoryStore();
  const work = activity();
  const queues = localQueues(
    [{ name: 'jobs', visibilitySeconds: 30, maxReceiveCount: 3, batchSize: 10, ...definition }],
    { clock: systemClock, log: localLog(systemClock).log, work, failureBackoffMs: 2, store },
  );
  open.push(queues);
  queues.consume('jobs', consumer);
  return { queues, kept, rest: () => atRest(work, [queues]) };
};

const bodies = (event: SQSEvent): string[] => event.Records.map(({ body }) => body);

afterEach(() => {
  for (const queues of open.splice(0)) queues.stop();
});

describe('queue in process', () => {
  test('delivers what was sent, with its attributes, and forgets it', async () => {
    const consumer = vi.fn<Consumer>(async () => undefined);
    const { queues, rest } = build(consumer);
    await queues.send({ queue: 'jobs', body: 'one', attributes: { kind: 'test' } });
    await rest();
    expect(consumer).toHaveBeenCalledTimes(1);
    const [record] = consumer.mock.calls[0]![0].Records;
    expect(record).toMatchObject({
      body: 'one',
      attributes: { ApproximateReceiveCount: '1' },
      messageAttributes: { kind: { stringValue: 'test' } },
    });
  });

  test('repeats only the messages of a batch that failed', async () => {
    const seen: string[] = [];
    const { queues, rest } = build(async (event) => {
      const first = event.Records.filter(({ attributes }) => attributes.ApproximateReceiveCount === '1');
      seen.push(...bodies(event));
      return {
        batchItemFailures: first.filter(({ body }) => body === 'bad').map((r) => ({ itemIdentifier: r.messageId })),
      };
    });
    await queues.send({ queue: 'jobs', body: 'good' });
    await queues.send({ queue: 'jobs', body: 'bad' });
    await rest();
    expect(seen.toSorted()).toEqual(['bad', 'bad', 'good']);
    expect(queues.deadLetters()).toEqual([]);
  });

  test('a thrown error repeats the whole batch', async () => {
    let calls = 0;
    const { queues, rest } = build(async () => {
      calls += 1;
      if (calls === 1) throw new Error('broken');
    });
    await queues.send({ queue: 'jobs', body: 'one' });
    await rest();
    expect(calls).toBe(2);
  });

  test('a message that always fails goes to the dead letters after its receives, and can be sent again', async () => {
    let broken = true;
    const consumer = vi.fn<Consumer>(async (event) => ({
      batchItemFailures: broken ? event.Records.map((r) => ({ itemIdentifier: r.messageId })) : [],
    }));
    const { queues, rest } = build(consumer);
    await queues.send({ queue: 'jobs', body: 'poison' });
    await rest();
    expect(consumer).toHaveBeenCalledTimes(3);
    expect(queues.deadLetters()).toMatchObject([{ queue: 'jobs', body: 'poison', receives: 3 }]);

    broken = false;
    expect(await queues.redrive('jobs')).toBe(1);
    await rest();
    expect(consumer).toHaveBeenCalledTimes(4);
    expect(queues.deadLetters()).toEqual([]);
  });

  test('a delayed message stays away until it is due', async () => {
    const arrivals: number[] = [];
    const { queues } = build(async () => void arrivals.push(performance.now()));
    const sent = performance.now();
    await queues.send({ queue: 'jobs', body: 'later', delaySeconds: 1 });
    await expect.poll(() => arrivals.length).toBe(1);
    expect(arrivals[0]! - sent).toBeGreaterThan(950);
  });

  test('a handler that outlasts the visibility time-out sees the message delivered a second time', async () => {
    let calls = 0;
    let comeAgain = (): void => undefined;
    const again = new Promise<void>((resolve) => {
      comeAgain = resolve;
    });
    const { queues, rest } = build(
      async () => {
        calls += 1;
        if (calls === 1) await again;
        else comeAgain();
      },
      { visibilitySeconds: 1 },
    );
    await queues.send({ queue: 'jobs', body: 'slow' });
    await rest();
    expect(calls).toBe(2);
    expect(queues.deadLetters()).toEqual([]);
  });

  test('what was accepted and not yet handled survives the process, dead letters too', async () => {
    const first = build(async (event) => ({
      batchItemFailures: event.Records.filter(({ body }) => body === 'poison').map((r) => ({
        itemIdentifier: r.messageId,
      })),
    }));
    await first.queues.send({ queue: 'jobs', body: 'poison' });
    await first.queues.send({ queue: 'jobs', body: 'fine' });
    await first.queues.send({ queue: 'jobs', body: 'later', delaySeconds: 600 });
    await first.rest();
    first.queues.stop();
    expect([...first.kept.values()].map(({ body }) => body).toSorted()).toEqual(['later', 'poison']);

    const second = build(async () => undefined);
    second.queues.restore([...first.kept.values()]);
    expect(second.queues.deadLetters()).toMatchObject([{ body: 'poison', receives: 3 }]);
    second.queues.restore([{ ...[...first.kept.values()].find(({ body }) => body === 'later')!, visibleAt: 0 }]);
    await second.queues.redrive('jobs');
    await second.rest();
    expect(second.queues.deadLetters()).toEqual([]);
  });

  test('messages wait for a consumer, and a queue takes only one', async () => {
    const work = activity();
    const queues = localQueues([{ name: 'jobs', visibilitySeconds: 30, maxReceiveCount: 3, batchSize: 10 }], {
      clock: systemClock,
      log: localLog(systemClock).log,
      work,
      store: passingState.messages,
    });
    open.push(queues);
    await queues.send({ queue: 'jobs', body: 'early' });
    const consumer = vi.fn<Consumer>(async () => undefined);
    queues.consume('jobs', consumer);
    await atRest(work, [queues]);
    expect(bodies(consumer.mock.calls[0]![0])).toEqual(['early']);
    expect(() => queues.consume('jobs', consumer)).toThrow(/two consumers/);
    await expect(queues.send({ queue: 'unknown', body: 'x' })).rejects.toThrow(/no template has the queue/);
  });
});

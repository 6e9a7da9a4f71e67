import { randomUUID } from 'node:crypto';
import type { BusEntry, EventBus, QueueSender } from '../functions/kernel/platform/platform.ts';
import type { Clock } from '../functions/kernel/time/clock.ts';
import { toTimestamp } from '../functions/kernel/time/clock.ts';
import type { EventPattern } from './event-pattern.ts';
import { matches } from './event-pattern.ts';

/** A rule of the bus: what it matches and the queues that get it. */
export interface BusRule {
  readonly name: string;
  readonly pattern: EventPattern;
  readonly targets: readonly RuleTarget[];
}

export interface RuleTarget {
  readonly queue: string;
  /** JSON path of the part that is sent: `$.detail`, or absent for the whole event. */
  readonly inputPath?: string | undefined;
}

/** An event as EventBridge hands it to its targets. */
export interface BusEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: unknown;
}

export interface LocalBus extends EventBus {
  /** The newest events, for tests and for the search for card numbers; at most 10,000. */
  published(): readonly BusEvent[];
}

const kept = 10_000;

const toEvent = (entry: BusEntry, clock: Clock): BusEvent => ({
  version: '0',
  id: randomUUID(),
  'detail-type': entry.detailType,
  source: entry.source,
  account: '000000000000',
  time: toTimestamp(clock.now()),
  region: 'ap-south-1',
  resources: [],
  detail: JSON.parse(entry.detail),
});

const payloadOf = (event: BusEvent, target: RuleTarget): unknown => {
  if (target.inputPath === undefined) return event;
  if (target.inputPath === '$.detail') return event.detail;
  throw new Error(`a rule target with the input path "${target.inputPath}" is not supported`);
};

/** EventBridge in process: rules put matching events on queues. */
export const localBus = (rules: readonly BusRule[], ports: { queues: QueueSender; clock: Clock }): LocalBus => {
  const published: BusEvent[] = [];
  return {
    publish: async (entries) => {
      for (const entry of entries) {
        const event = toEvent(entry, ports.clock);
        published.push(event);
        if (published.length > kept) published.shift();
        for (const target of rules.filter(({ pattern }) => matches(pattern, event)).flatMap(({ targets }) => targets)) {
          await ports.queues.send({ queue: target.queue, body: JSON.stringify(payloadOf(event, target)) });
        }
      }
      return entries.map(() => true);
    },
    published: () => published,
  };
};

import type { SQSBatchResponse } from 'aws-lambda';
import type { QueueSender } from '../../functions/kernel/platform/platform.ts';
import type { Dice } from '../support/seeded.ts';
import { batchOf, noContext } from '../support/trigger.ts';

type Consumer = (event: ReturnType<typeof batchOf>, context: typeof noContext) => Promise<SQSBatchResponse>;

interface Held {
  readonly body: string;
  receives: number;
}

/** How often something goes wrong at each hop, 0 to 1. */
export interface QueueFaults {
  /** `send` throws, half of the times although the queue holds the message. */
  readonly send: number;
  /** A message is delivered again although it was handled. */
  readonly duplicate: number;
  /** The worker dies after its work: nothing of the batch is acknowledged. */
  readonly crash: number;
}

export const noFaults: QueueFaults = { send: 0, duplicate: 0, crash: 0 };

/** Standard SQS as bad as it may be: at least once, in any order, with a dead-letter queue behind it. */
export interface UnreliableQueue extends QueueSender {
  readonly deadLetters: readonly string[];
  readonly counts: { sendFaults: number; duplicates: number; crashes: number };
  faults: QueueFaults;
  /** Delivers until nothing is left but dead letters. */
  drain(consumer: Consumer): Promise<void>;
  /** Puts the dead letters back. @returns how many */
  redrive(): number;
}

const mostReceives = 5;
const batchSize = 10;
const workers = 40;

export const unreliableQueue = (dice: Dice, first: QueueFaults): UnreliableQueue => {
  const waiting: Held[] = [];
  const dead: string[] = [];
  const counts = { sendFaults: 0, duplicates: 0, crashes: 0 };

  /** Any of the messages that wait: order is not promised. */
  const takeAny = (): Held | undefined => {
    const [at, last] = [dice.between(0, waiting.length - 1), waiting.length - 1];
    const [taken, tail] = [waiting[at], waiting[last]];
    if (taken === undefined || tail === undefined) return undefined;
    waiting[at] = tail;
    waiting.length = last;
    return taken;
  };
  const giveBack = (message: Held): void => {
    if (message.receives >= mostReceives) dead.push(message.body);
    else waiting.push(message);
  };

  const queue: UnreliableQueue = {
    deadLetters: dead,
    counts,
    faults: first,
    send: async ({ body }) => {
      const fails = dice.chance(queue.faults.send);
      if (!fails || dice.chance(0.5)) waiting.push({ body, receives: 0 });
      if (!fails) return;
      counts.sendFaults += 1;
      throw new Error('the queue did not answer');
    },
    drain: async (consumer) => {
      const work = async (): Promise<void> => {
        while (waiting.length > 0) {
          const batch = Array.from({ length: Math.min(batchSize, waiting.length) }, takeAny).filter(
            (message) => message !== undefined,
          );
          for (const message of batch) message.receives += 1;
          const event = batchOf(...batch.map(({ body }) => body));
          const { batchItemFailures } = await consumer(event, noContext);
          const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
          const isCrash = dice.chance(queue.faults.crash);
          if (isCrash) counts.crashes += 1;
          for (const [at, message] of batch.entries()) {
            const isAgain = dice.chance(queue.faults.duplicate);
            if (isAgain) counts.duplicates += 1;
            if (isCrash || isAgain || failed.has(event.Records[at]?.messageId ?? '')) giveBack(message);
          }
        }
      };
      // A worker that found the queue empty may be followed by messages that others give back.
      while (waiting.length > 0) await Promise.all(Array.from({ length: workers }, work));
    },
    redrive: () => {
      const moved = dead.splice(0);
      waiting.push(...moved.map((body) => ({ body, receives: 0 })));
      return moved.length;
    },
  };
  return queue;
};

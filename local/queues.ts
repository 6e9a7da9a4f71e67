import type { QueueSender } from '../functions/kernel/platform/platform.ts';
import type { Source } from './activity.ts';
import type { Consumer, DeadLetter, KeptMessage, QueueDefinition, QueueOptions } from './queue.ts';
import { LocalQueue } from './queue.ts';

export interface LocalQueues extends QueueSender, Source {
  /** Attaches the consumer; messages sent before are delivered now. */
  consume(queue: string, consumer: Consumer): void;
  deadLetters(): readonly DeadLetter[];
  /** Sends the dead letters of a queue again, as a redrive does. @returns how many */
  redrive(queue: string): Promise<number>;
  /** Takes back what a previous process left. */
  restore(messages: readonly KeptMessage[]): void;
  stop(): void;
}

/** SQS in process: the queues that the templates declare. */
export const localQueues = (definitions: readonly QueueDefinition[], options: QueueOptions): LocalQueues => {
  const queues = new Map(definitions.map((definition) => [definition.name, new LocalQueue(definition, options)]));
  const all = [...queues.values()];
  const named = (name: string): LocalQueue => {
    const queue = queues.get(name);
    if (queue === undefined) throw new Error(`no template has the queue "${name}": is it in lib/subdomains.ts?`);
    return queue;
  };
  return {
    send: async ({ queue, ...message }) => named(queue).send(message),
    consume: (queue, consumer) => named(queue).consume(consumer),
    settled: () => all.every((queue) => queue.settled()),
    deadLetters: () => all.flatMap((queue) => queue.deadLetters()),
    redrive: async (queue) => named(queue).redrive(),
    restore: (messages) => {
      // A queue that is no longer declared has no consumer either: its messages stay where they are.
      for (const message of messages) queues.get(message.queue)?.restore(message);
    },
    stop: () => {
      for (const queue of all) queue.stop();
    },
  };
};

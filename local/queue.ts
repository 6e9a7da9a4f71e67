import { randomUUID } from 'node:crypto';
import type { SQSEvent, SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import type { Log } from '../functions/kernel/observability/log.ts';
import { errorFields } from '../functions/kernel/observability/log.ts';
import type { QueueMessage } from '../functions/kernel/platform/platform.ts';
import type { Clock } from '../functions/kernel/time/clock.ts';
import type { Activity } from './activity.ts';
import { longTimeout } from './long-timeout.ts';

/** A queue as the template declares it, with its dead-letter queue. */
export interface QueueDefinition {
  readonly name: string;
  readonly visibilitySeconds: number;
  /** Receives before a message goes to the dead-letter queue. */
  readonly maxReceiveCount: number;
  readonly batchSize: number;
}

/** A message that was given up. */
export interface DeadLetter {
  readonly queue: string;
  readonly messageId: string;
  readonly body: string;
  readonly receives: number;
}

/** The consumer: a Lambda handler for SQS with partial batch answers. */
export type Consumer = (event: SQSEvent) => Promise<unknown>;

export interface QueueOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly work: Activity;
  /**
   * How long a message stays away after its handler failed. SQS lets the visibility time-out run out; minutes are too
   * long to watch, so a failure shortens it here. Milliseconds, doubled with every receive.
   */
  readonly failureBackoffMs?: number;
  /** Where messages outlive the process. */
  readonly store: MessageStore;
}

/** A message as it is kept. Instants are epoch milliseconds. */
export interface KeptMessage {
  readonly queue: string;
  readonly messageId: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly sentAt: number;
  readonly visibleAt: number;
  readonly receives: number;
  /** True in the dead-letter queue. */
  readonly isDead: boolean;
}

export interface MessageStore {
  /** Resolves when the message cannot be lost any more. */
  put(message: KeptMessage): Promise<void>;
  remove(message: Pick<KeptMessage, 'queue' | 'messageId'>): Promise<void>;
}

interface Message {
  readonly messageId: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly sentAt: number;
  visibleAt: number;
  receives: number;
  /** Changes with every receive: a late answer to an older receive is ignored, as SQS does. */
  receiptHandle: string;
}

const concurrentBatches = 5;
const soonMs = 1_000;

const batchAnswer = z.object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })) });

const failedIn = (answer: unknown): ReadonlySet<string> =>
  new Set(
    answer === undefined || answer === null
      ? []
      : batchAnswer.parse(answer).batchItemFailures.map(({ itemIdentifier }) => itemIdentifier),
  );

const toRecord = (queue: string, message: Message): SQSRecord => ({
  messageId: message.messageId,
  receiptHandle: message.receiptHandle,
  body: message.body,
  attributes: {
    ApproximateReceiveCount: String(message.receives),
    SentTimestamp: String(message.sentAt),
    SenderId: 'local',
    ApproximateFirstReceiveTimestamp: String(message.sentAt),
  },
  messageAttributes: Object.fromEntries(
    Object.entries(message.attributes).map(([name, value]) => [name, { dataType: 'String', stringValue: value }]),
  ),
  md5OfBody: '',
  eventSource: 'aws:sqs',
  eventSourceARN: `arn:aws:sqs:ap-south-1:000000000000:nodal-local-${queue}`,
  awsRegion: 'ap-south-1',
});

/** One SQS queue in process: at least once, visibility time-out, delay, partial batch answers, dead letters. */
export class LocalQueue {
  readonly #definition: QueueDefinition;
  readonly #options: QueueOptions;
  readonly #messages = new Map<string, Message>();
  #dead: Message[] = [];
  #consumer: Consumer | undefined;
  #inFlight = 0;
  #wake: (() => void) | undefined;
  #stopped = false;

  constructor(definition: QueueDefinition, options: QueueOptions) {
    this.#definition = definition;
    this.#options = options;
  }

  async send({ body, delaySeconds = 0, attributes = {} }: Omit<QueueMessage, 'queue'>): Promise<void> {
    const messageId = randomUUID();
    const sentAt = this.#now();
    const visibleAt = sentAt + delaySeconds * 1_000;
    const message: Message = { messageId, body, attributes, sentAt, visibleAt, receives: 0, receiptHandle: '' };
    await this.#options.store.put(this.#kept(message, false));
    this.#messages.set(messageId, message);
    // Not within the sender's own call: a queue delivers after it has taken the message.
    setImmediate(() => this.#pump());
  }

  /** Takes back what a previous process left. */
  restore({ isDead, queue: _queue, ...message }: KeptMessage): void {
    const restored: Message = { ...message, receiptHandle: '' };
    if (isDead) this.#dead.push(restored);
    else this.#messages.set(restored.messageId, restored);
  }

  consume(consumer: Consumer): void {
    if (this.#consumer !== undefined) throw new Error(`queue "${this.#definition.name}" has two consumers`);
    this.#consumer = consumer;
    this.#pump();
  }

  /** Nothing is under way, being retried or due within a second. */
  settled(): boolean {
    if (this.#inFlight > 0) return false;
    const soon = this.#now() + soonMs;
    // A message that is being retried belongs to the present; one that was sent with a delay to the future.
    const waits = ({ visibleAt, receives }: Message): boolean => receives === 0 && visibleAt > soon;
    return this.#consumer === undefined || [...this.#messages.values()].every(waits);
  }

  deadLetters(): readonly DeadLetter[] {
    const { name } = this.#definition;
    return this.#dead.map(({ messageId, body, receives }) => ({ queue: name, messageId, body, receives }));
  }

  async redrive(): Promise<number> {
    const again = this.#dead;
    this.#dead = [];
    for (const { messageId, body, attributes } of again) {
      await this.send({ body, attributes });
      await this.#options.store.remove({ queue: this.#definition.name, messageId });
    }
    return again.length;
  }

  stop(): void {
    this.#stopped = true;
    this.#wake?.();
  }

  #kept({ receiptHandle: _handle, ...message }: Message, isDead: boolean): KeptMessage {
    return { ...message, queue: this.#definition.name, isDead };
  }

  #now(): number {
    return this.#options.clock.now().epochMilliseconds;
  }

  #receive(): readonly Message[] {
    const batch: Message[] = [];
    const { batchSize, maxReceiveCount, visibilitySeconds } = this.#definition;
    for (const message of [...this.#messages.values()].filter(({ visibleAt }) => visibleAt <= this.#now())) {
      if (batch.length === batchSize) break;
      if (message.receives >= maxReceiveCount) {
        this.#bury(message);
        continue;
      }
      message.receives += 1;
      message.receiptHandle = randomUUID();
      message.visibleAt = this.#now() + visibilitySeconds * 1_000;
      batch.push(message);
    }
    return batch;
  }

  #bury(message: Message): void {
    this.#messages.delete(message.messageId);
    this.#dead.push(message);
    const { messageId, receives: attempt } = message;
    this.#keep(this.#options.store.put(this.#kept(message, true)));
    this.#options.log.error('message_dead_lettered', { queue: this.#definition.name, messageId, attempt });
  }

  #settle(batch: readonly SQSRecord[], hasFailed: (messageId: string) => boolean): void {
    const backoffMs = this.#options.failureBackoffMs ?? 100;
    for (const { messageId, receiptHandle } of batch) {
      const message = this.#messages.get(messageId);
      if (message?.receiptHandle !== receiptHandle) continue;
      if (hasFailed(messageId)) message.visibleAt = this.#now() + backoffMs * 2 ** (message.receives - 1);
      else this.#forget(messageId);
    }
  }

  #forget(messageId: string): void {
    this.#messages.delete(messageId);
    this.#keep(this.#options.store.remove({ queue: this.#definition.name, messageId }));
  }

  /** A message that could not be removed is delivered once more after a restart, which consumers must bear anyway. */
  #keep(change: Promise<void>): void {
    const queue = this.#definition.name;
    change.catch((error: unknown) => this.#options.log.warn('queue_not_kept', { queue, ...errorFields(error) }));
  }

  async #deliver(consumer: Consumer, batch: readonly Message[]): Promise<void> {
    const records = batch.map((message) => toRecord(this.#definition.name, message));
    const done = this.#options.work.begin();
    this.#inFlight += 1;
    try {
      const failed = failedIn(await consumer({ Records: records }));
      this.#settle(records, (messageId) => failed.has(messageId));
    } catch (error) {
      this.#options.log.error('queue_consumer_failed', { queue: this.#definition.name, ...errorFields(error) });
      this.#settle(records, () => true);
    } finally {
      this.#inFlight -= 1;
      done();
      this.#pump();
    }
  }

  #pump(): void {
    if (this.#stopped || this.#consumer === undefined) return;
    while (this.#inFlight < concurrentBatches) {
      const batch = this.#receive();
      if (batch.length === 0) break;
      void this.#deliver(this.#consumer, batch);
    }
    const next = Math.min(...[...this.#messages.values()].map(({ visibleAt }) => visibleAt));
    this.#wake?.();
    const wake = (): void => this.#pump();
    this.#wake = Number.isFinite(next) ? longTimeout(wake, Math.max(1, next - this.#now())) : undefined;
  }
}

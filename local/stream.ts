import { setTimeout as sleep } from 'node:timers/promises';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import * as z from 'zod';
import type { Log } from '../functions/kernel/observability/log.ts';
import { errorFields } from '../functions/kernel/observability/log.ts';
import type { Activity } from './activity.ts';
import type { EventPattern } from './event-pattern.ts';
import { matches } from './event-pattern.ts';

/** A stream reader: an operation with the settings of its event source mapping. */
export interface StreamReader {
  readonly operationId: string;
  readonly batchSize: number;
  /** Only matching records are delivered; none: all. */
  readonly filters: readonly EventPattern[];
  readonly handle: (event: DynamoDBStreamEvent) => Promise<unknown>;
}

/** Where a reader stands, kept with the data so that a restart loses and repeats nothing. */
export interface Checkpoints {
  load(operationId: string): Promise<string | undefined>;
  save(operationId: string, sequenceNumber: string): Promise<void>;
}

export interface LocalStream {
  /** True when everything that was written before the question has been delivered. */
  settled(): Promise<boolean>;
  stop(): Promise<void>;
}

const pollMs = 10;
const retryMs = 50;
const longestRetryMs = 2_000;

const describedStreams = z.object({ Streams: z.array(z.object({ StreamArn: z.string() })) });
const describedShards = z.object({
  StreamDescription: z.object({ Shards: z.array(z.object({ ShardId: z.string() })) }),
});
const iterator = z.object({ ShardIterator: z.string() });
const page = z.object({
  Records: z.array(z.custom<DynamoDBRecord>((value) => typeof value === 'object' && value !== null)),
  NextShardIterator: z.string().optional(),
});

const streamApi =
  (endpoint: string) =>
  async (action: string, body: Readonly<Record<string, unknown>>): Promise<unknown> => {
    const answer = await fetch(endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `DynamoDBStreams_20120810.${action}`,
        'x-amz-date': '20260101T000000Z',
        authorization:
          'AWS4-HMAC-SHA256 Credential=local/20260101/ap-south-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
      },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${action} answered ${answer.status}`);
    return answer.json();
  };

const batchAnswer = z.object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })) });

/** Position of the first failed record, or the batch's length when all went well. */
const progressOf = (answer: unknown, records: readonly DynamoDBRecord[]): number => {
  if (answer === undefined || answer === null) return records.length;
  const parsed: DynamoDBBatchResponse = batchAnswer.parse(answer);
  const failed = parsed.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  const first = records.findIndex(({ dynamodb }) => failed.includes(dynamodb?.SequenceNumber ?? ''));
  return first === -1 ? records.length : first;
};

interface StreamSource {
  readonly endpoint: string;
  readonly table: string;
}

interface StreamPorts {
  readonly log: Log;
  readonly work: Activity;
  readonly checkpoints: Checkpoints;
}

const openStream = async (source: StreamSource, after: string | undefined) => {
  const call = streamApi(source.endpoint);
  const { Streams } = describedStreams.parse(await call('ListStreams', { TableName: source.table }));
  const StreamArn = Streams.at(-1)?.StreamArn;
  const { StreamDescription } = describedShards.parse(await call('DescribeStream', { StreamArn }));
  const [shard, second] = StreamDescription.Shards;
  if (shard === undefined || second !== undefined) throw new Error('the local stream must have exactly one shard');
  const from =
    after === undefined
      ? { ShardIteratorType: 'TRIM_HORIZON' }
      : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: after };
  const opened = await call('GetShardIterator', { StreamArn, ShardId: shard.ShardId, ...from });
  let next = iterator.parse(opened).ShardIterator;
  return {
    /** The next records, oldest first; asks again for the same ones until `advance`. */
    read: async (limit: number): Promise<{ records: readonly DynamoDBRecord[]; advance: () => void }> => {
      const { Records, NextShardIterator } = page.parse(
        await call('GetRecords', { ShardIterator: next, Limit: limit }),
      );
      return {
        records: Records,
        advance: () => {
          if (NextShardIterator !== undefined) next = NextShardIterator;
        },
      };
    },
  };
};

/** One reader on its way along the stream. */
class StreamReading {
  readonly #reader: StreamReader;
  readonly #source: StreamSource;
  readonly #ports: StreamPorts;
  readonly #running: Promise<void>;
  #stopped = false;
  #emptyReads = 0;

  constructor(reader: StreamReader, source: StreamSource, ports: StreamPorts) {
    this.#reader = reader;
    this.#source = source;
    this.#ports = ports;
    this.#running = this.#run();
  }

  /** True after two empty reads that both began after the question: what was written before it was delivered. */
  async settled(): Promise<boolean> {
    const before = this.#emptyReads;
    for (let waited = 0; waited < 100 && !this.#stopped; waited += 1) {
      if (this.#emptyReads >= before + 2) return true;
      if (this.#emptyReads < before) return false;
      await sleep(pollMs);
    }
    return this.#stopped;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      try {
        await this.#follow();
      } catch (error) {
        this.#ports.log.error('stream_interrupted', { operation: this.#reader.operationId, ...errorFields(error) });
        await sleep(longestRetryMs);
      }
    }
  }

  /** From the checkpoint on, until stopped or interrupted. */
  async #follow(): Promise<void> {
    const { operationId, batchSize } = this.#reader;
    const stream = await openStream(this.#source, await this.#ports.checkpoints.load(operationId));
    while (!this.#stopped) {
      const { records, advance } = await stream.read(batchSize);
      const last = records.at(-1)?.dynamodb?.SequenceNumber;
      if (last === undefined) {
        this.#emptyReads += 1;
        await sleep(pollMs);
        continue;
      }
      this.#emptyReads = 0;
      const finished = await this.#deliver(records.filter((record) => this.#wants(record)));
      if (!finished) return;
      await this.#ports.checkpoints.save(operationId, last);
      advance();
    }
  }

  #wants(record: DynamoDBRecord): boolean {
    const { filters } = this.#reader;
    return filters.length === 0 || filters.some((filter) => matches(filter, record));
  }

  /** @returns false when stopped before all was handled */
  async #deliver(records: readonly DynamoDBRecord[]): Promise<boolean> {
    let left = records;
    for (let attempt = 1; left.length > 0 && !this.#stopped; attempt += 1) {
      const done = this.#ports.work.begin();
      try {
        left = left.slice(progressOf(await this.#reader.handle({ Records: [...left] }), left));
      } catch (error) {
        this.#ports.log.error('stream_reader_failed', {
          operation: this.#reader.operationId,
          attempt,
          ...errorFields(error),
        });
      } finally {
        done();
      }
      if (left.length > 0) await sleep(Math.min(longestRetryMs, retryMs * 2 ** attempt));
    }
    return left.length === 0;
  }
}

/** The table's stream in process: every reader polls it, in order, and repeats what its handler did not finish. */
export const localStream = (
  readers: readonly StreamReader[],
  source: StreamSource,
  ports: StreamPorts,
): LocalStream => {
  const started = readers.map((reader) => new StreamReading(reader, source, ports));
  return {
    settled: async () => (await Promise.all(started.map((one) => one.settled()))).every(Boolean),
    stop: async () => {
      await Promise.all(started.map((one) => one.stop()));
    },
  };
};

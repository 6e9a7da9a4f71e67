import { randomUUID } from 'node:crypto';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { GetCommand, PutCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { tableNames } from '../local/realms.ts';
import { startTableServer } from '../local/table-server.ts';
import type { Benchmark, Findings } from './benchmark.ts';
import { bestOf } from './best-of.ts';
import { setCardScene } from './card-scene.ts';
import { cpuMeter, median, wholeOf } from './cpu-meter.ts';
import {
  bareTransaction,
  decisionOn,
  documents,
  hotTable,
  put,
  refuseBusyMachine,
  text,
  update,
} from './decision-calls.ts';
import type { Call } from './interleaved.ts';
import { callsInRound, inFlight, interleaved, rounds } from './interleaved.ts';

const table = tableNames.platform;
const events = 'BENCH#EVENTS';

/**
 * What a first design does: an idempotency record before and after, two reads, and a transaction of five items: account,
 * card counters, authorization, ledger entry, program balance.
 */
const naive =
  (client: DynamoDBDocumentClient): Call =>
  async () => {
    const Key = { pk: `BENCH#KEY#${randomUUID()}`, sk: 'KEY' };
    const Item = { ...Key, status: 'INPROGRESS', text };
    await client.send(new PutCommand({ TableName: table, Item, ConditionExpression: 'attribute_not_exists(pk)' }));
    await client.send(
      new GetCommand({ TableName: table, Key: { pk: 'BENCH#CARD', sk: 'PLAIN' }, ConsistentRead: true }),
    );
    await client.send(
      new GetCommand({ TableName: table, Key: { pk: 'BENCH#ACCOUNT', sk: 'PLAIN' }, ConsistentRead: true }),
    );
    const updates = ['BENCH#ACCOUNT', 'BENCH#CARD', 'BENCH#PROGRAM'].map(update);
    const puts = ['BENCH#AUTHORIZATION', 'BENCH#LEDGER'].map((pk) => put({ pk, events }));
    await client.send(new TransactWriteCommand({ TransactItems: [...updates, ...puts] }));
    await client.send(
      new UpdateCommand({
        TableName: table,
        Key,
        UpdateExpression: 'SET #status = :done, answer = :answer',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':done': 'COMPLETED', ':answer': text },
      }),
    );
  };

const percent = (value: number): number => Math.round(value * 100);

const range = (values: readonly number[]): string =>
  `${Math.min(...values).toFixed(2)} to ${Math.max(...values).toFixed(2)}`;

const names = {
  bare: 'decideAuthorization: CPU in % of a bare SDK transaction (B2)',
  naive: 'decideAuthorization: CPU in % of a five-item design (B3)',
} as const;

/** 0.75 of the bare transaction's throughput, and three times the naive design's. */
const goals = { [names.bare]: 133, [names.naive]: 33 };

const measure = async (endpoint: string): Promise<Findings> => {
  const decision = await decisionOn(hotTable(endpoint), await setCardScene(endpoint));
  const client = documents(endpoint);
  const bare = bareTransaction(client, { pk: 'BENCH#BARE', events });
  const costs = await interleaved([decision.decide, bare, naive(client)], cpuMeter(endpoint));
  refuseBusyMachine([decision]);
  const [ours = [], floor = [], first = []] = costs.map((each) => each.map(wholeOf));
  const against = (others: readonly number[]) => ours.map((own, round) => (others[round] ?? Number.NaN) / own);
  const [againstBare, againstNaive] = [against(floor), against(first)];
  return {
    figures: {
      [names.bare]: percent(1 / median(againstBare)),
      [names.naive]: percent(1 / median(againstNaive)),
    },
    lines: [
      `${rounds} rounds of ${callsInRound}, ${inFlight} in flight, CPU of client and table server together`,
      `median ms: ours ${median(ours).toFixed(2)}, bare transaction ${median(floor).toFixed(2)}, five items ${median(first).toFixed(2)}`,
      `per core-second against the bare transaction ${range(againstBare)}, at least 0.75; against five items ${range(againstNaive)}, at least 3.0`,
    ],
  };
};

/** The table as the platform makes it, with its stream, which the engine lets every write pay for. */
const onNewServer = async (): Promise<Findings> => {
  const server = await startTableServer({});
  try {
    return await measure(server.endpoint);
  } finally {
    await server.stop();
  }
};

/** What a decision costs beside the least that the SDK needs, and beside a first design. */
export const decisionSpeed: Benchmark = {
  name: 'decision-speed',
  title: 'B2, B3: the whole decision against a bare SDK transaction of two items, which is the floor',
  run: () => bestOf(onNewServer, goals),
};

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../functions/kernel/time/clock.ts';
import { activity } from '../../local/activity.ts';
import { localLog } from '../../local/log.ts';
import { keptState, openStateTable } from '../../local/state-table.ts';
import { localStream } from '../../local/stream.ts';
import { countedClient, createTable } from '../../local/table-client.ts';
import { startTableServer } from '../../local/table-server.ts';
import { dynamoTable } from '../../functions/kernel/persistence/dynamo-table.ts';

const definition = {
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'S' },
  ],
  BillingMode: 'PAY_PER_REQUEST',
  StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
  timeToLiveAttribute: 'expiresAt',
} as const;

const table = 'nodal-local';

let folder: string;
let stops: (() => void | Promise<void>)[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nodal-'));
  stops = [];
});

afterEach(async () => {
  for (const stop of stops.reverse()) await stop();
  rmSync(folder, { recursive: true, force: true });
});

const open = async (dataFile?: string) => {
  const server = await startTableServer({ dataFile });
  const counted = countedClient(server.endpoint);
  await createTable(counted.client, table, {
    ...definition,
    KeySchema: [...definition.KeySchema],
    AttributeDefinitions: [...definition.AttributeDefinitions],
  });
  const close = async () => {
    counted.client.destroy();
    await server.stop();
  };
  return { server, counted, items: dynamoTable(counted.client, table, systemClock), close };
};

describe('embedded table', () => {
  test('keeps its items over a restart when it has a data file', async () => {
    const dataFile = join(folder, 'nodal.db');
    const first = await open(dataFile);
    await first.items.write({ kind: 'put', item: { pk: 'a', sk: 'b', amount: 9007199254740993n } });
    await first.close();

    const second = await open(dataFile);
    stops.push(second.close);
    expect(await second.items.get({ pk: 'a', sk: 'b' })).toMatchObject({ amount: 9007199254740993n });
  });

  test('refuses a data file that another living process has, and takes over one whose owner is gone', async () => {
    const dataFile = join(folder, 'nodal.db');
    writeFileSync(`${dataFile}.pid`, String(process.ppid));
    await expect(startTableServer({ dataFile })).rejects.toThrow(`in use by process ${process.ppid}`);

    writeFileSync(`${dataFile}.pid`, '4194303');
    const server = await startTableServer({ dataFile });
    await server.stop();
    expect(server.endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  test('counts requests and write units as DynamoDB does', async () => {
    const { items, counted, close } = await open();
    stops.push(close);
    await items.write({ kind: 'put', item: { pk: 'a', sk: '1' } });
    await items.transact(
      [
        { kind: 'put', item: { pk: 'a', sk: '2' } },
        { kind: 'put', item: { pk: 'a', sk: '3' } },
      ],
      'token-1',
    );
    await items.get({ pk: 'a', sk: '1' });
    expect(counted.counts()).toEqual({ requests: 3, writeUnits: 5, readUnits: 1 });
  });

  test('an endpoint that is given is used as it is', async () => {
    const server = await startTableServer({ endpoint: 'http://127.0.0.1:1' });
    expect(server.endpoint).toBe('http://127.0.0.1:1');
    await server.stop();
  });
});

describe('table stream in process', () => {
  test('delivers changes in order, repeats from the first failed one and goes on from there after a restart', async () => {
    const dataFile = join(folder, 'nodal.db');
    const first = await open(dataFile);
    const seen: string[] = [];
    let failing = true;
    const handle = async (event: DynamoDBStreamEvent) => {
      const at = event.Records.findIndex(({ dynamodb }) => failing && dynamodb?.NewImage?.['sk']?.S === '3');
      const done = at === -1 ? event.Records : event.Records.slice(0, at);
      seen.push(...done.map(({ dynamodb }) => dynamodb?.NewImage?.['sk']?.S ?? ''));
      if (at === -1) return { batchItemFailures: [] };
      failing = false;
      return { batchItemFailures: [{ itemIdentifier: event.Records[at]?.dynamodb?.SequenceNumber }] };
    };
    const reader = { operationId: 'relay', batchSize: 100, filters: [], handle };
    const listen = async (one: typeof first) =>
      localStream(
        [reader],
        { endpoint: one.server.endpoint, table },
        {
          log: localLog(systemClock).log,
          work: activity(),
          checkpoints: keptState(await openStateTable(one.counted.client, systemClock)).checkpoints,
        },
      );

    for (const sk of ['1', '2', '3', '4']) await first.items.write({ kind: 'put', item: { pk: 'a', sk } });
    const stream = await listen(first);
    await expect.poll(() => seen).toEqual(['1', '2', '3', '4']);
    await expect.poll(() => stream.settled()).toBe(true);
    await stream.stop();
    await first.close();

    const second = await open(dataFile);
    stops.push(second.close);
    await second.items.write({ kind: 'put', item: { pk: 'a', sk: '5' } });
    const again = await listen(second);
    await expect.poll(() => seen).toEqual(['1', '2', '3', '4', '5']);
    await again.stop();
  });
});

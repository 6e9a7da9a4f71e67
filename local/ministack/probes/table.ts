import assert from 'node:assert/strict';
import {
  CreateTableCommand,
  DescribeTableCommand,
  PutItemCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { CreateEventSourceMappingCommand } from '@aws-sdk/client-lambda';
import { bundleFixtures } from './bundle.ts';
import { createFunction } from './functions.ts';
import { createQueue, receive } from './queues.ts';
import { eventually, present, uniqueName } from './site.ts';
import type { Probe, ProbeSite } from './site.ts';

async function createTable(site: ProbeSite): Promise<{ readonly name: string; readonly stream: string }> {
  const name = uniqueName('table');
  await site.dynamodb.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
      ],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    }),
  );
  const stream = await eventually(`table ${name}`, async () => {
    const { Table } = await site.dynamodb.send(new DescribeTableCommand({ TableName: name }));
    return Table?.TableStatus === 'ACTIVE' ? Table.LatestStreamArn : undefined;
  });
  return { name, stream };
}

const key = { pk: { S: 'T#t1#bal' }, sk: { S: 'spend' } };
const spendItem: Record<string, AttributeValue> = {
  ...key,
  available: { N: '10' },
  cards: { M: { c1: { M: { s: { S: 'frozen' } } } } },
};

const transactionProbe: Probe = {
  behaviour: 'returns the old item of a failed condition in a transaction, and writes nothing',
  async run(site) {
    const { name } = await createTable(site);
    await site.dynamodb.send(new PutItemCommand({ TableName: name, Item: spendItem }));
    const debit = new TransactWriteItemsCommand({
      TransactItems: [
        { Put: { TableName: name, Item: { ...key, sk: { S: 'record' } } } },
        {
          Update: {
            TableName: name,
            Key: key,
            UpdateExpression: 'SET available = available - :a',
            ConditionExpression: 'available >= :a AND cards.#c.s = :active',
            ExpressionAttributeNames: { '#c': 'c1' },
            ExpressionAttributeValues: { ':a': { N: '1' }, ':active': { S: 'active' } },
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          },
        },
      ],
    });
    const refused = await site.dynamodb.send(debit).catch((error: unknown) => error);
    assert.ok(refused instanceof TransactionCanceledException, String(refused));
    const [first, second] = present(refused.CancellationReasons, 'CancellationReasons');
    assert.equal(first?.Code, 'None');
    assert.equal(second?.Code, 'ConditionalCheckFailed');
    assert.deepEqual(second.Item, spendItem);
  },
};

const streamProbe: Probe = {
  behaviour: 'hands stream records with both images to a function',
  async run(site) {
    const { name, stream } = await createTable(site);
    const queue = await createQueue(site, 'stream');
    const relay = await createFunction(site, 'relay', {
      files: await bundleFixtures(),
      handler: 'forward-message/index.handler',
      environment: { QUEUE_URL: queue.url },
    });
    await site.lambda.send(
      new CreateEventSourceMappingCommand({
        EventSourceArn: stream,
        FunctionName: relay.name,
        StartingPosition: 'TRIM_HORIZON',
        BatchSize: 10,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
      }),
    );
    await site.dynamodb.send(new PutItemCommand({ TableName: name, Item: spendItem }));
    const changed = { ...spendItem, available: { N: '9' } };
    await site.dynamodb.send(new PutItemCommand({ TableName: name, Item: changed }));
    const images: unknown[] = [];
    await eventually('two stream records', async () => {
      const batch = await receive(site, queue.url);
      if (batch !== undefined) images.push(...streamImages(batch));
      return images.length >= 2 ? true : undefined;
    });
    assert.deepEqual(images, [
      { event: 'INSERT', before: undefined, after: spendItem },
      { event: 'MODIFY', before: spendItem, after: changed },
    ]);
  },
};

function streamImages(batch: unknown): unknown[] {
  assert.ok(typeof batch === 'object' && batch !== null && 'Records' in batch && Array.isArray(batch.Records));
  return batch.Records.map((record: { eventName: string; dynamodb: Record<string, unknown> }) => ({
    event: record.eventName,
    before: record.dynamodb['OldImage'],
    after: record.dynamodb['NewImage'],
  }));
}

export const tableProbes: readonly Probe[] = [transactionProbe, streamProbe];

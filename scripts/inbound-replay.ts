import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { itemOfImage } from '../functions/kernel/persistence/stream-image.ts';
import type { Item } from '../functions/kernel/persistence/table.ts';
import { kmsKeyRing } from '../functions/kernel/platform/aws-message-keys.ts';
import type { QueueMessage } from '../functions/kernel/platform/platform.ts';
import { ministackCredentials, ministackRegion } from '../local/ministack/launcher.ts';
import { findQueue, pairOf } from './queues/dead-letters.ts';
import { replayQuarantined } from './inbound/replay.ts';

/**
 * `npm run inbound:replay -- --stage dev --dry-run | --event <id> | --all`: lists the provider events that lie in
 * quarantine, or sends one or all of them to the worker again.
 *
 * The usual AWS environment decides where. With AWS_ENDPOINT_URL and no access key it speaks to MiniStack.
 */
const { values: options } = parseArgs({
  options: {
    stage: { type: 'string' },
    event: { type: 'string' },
    all: { type: 'boolean', default: false },
    'dry-run': { type: 'boolean', default: false },
  },
});
const { stage, event: eventId, all, 'dry-run': isDryRun } = options;
const wishes = [eventId !== undefined, all, isDryRun].filter(Boolean).length;
if (stage === undefined || (wishes !== 1 && !(isDryRun && eventId !== undefined && !all))) {
  throw new Error('Say which stage and what: --stage dev, and one of --dry-run, --event <id>, --all.');
}

const isMinistack =
  process.env['AWS_ENDPOINT_URL'] !== undefined &&
  process.env['AWS_ACCESS_KEY_ID'] === undefined &&
  process.env['AWS_PROFILE'] === undefined;
const settings = isMinistack ? { region: ministackRegion, credentials: ministackCredentials } : {};
const table = new DynamoDBClient(settings);
const kms = new KMSClient(settings);
const lambda = new LambdaClient(settings);
const sqs = new SQSClient(settings);

/** The worker's own keys, as it was told them at deployment. */
const keyNames = async () => {
  const worker = `nodal-${stage}-process-issuer-event`;
  const { Environment: told } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: worker }));
  const named = z.object({ current: z.string(), keys: z.record(z.string(), z.string()) });
  return named.parse(JSON.parse(told?.Variables?.['NODAL_MESSAGE_KEYS'] ?? '{}'));
};

async function* items(): AsyncGenerator<Item> {
  const request = {
    TableName: `nodal-${stage ?? ''}`,
    FilterExpression: '#item = :inbound AND #state = :quarantined',
    ExpressionAttributeNames: { '#item': 'item', '#state': 'state' },
    ExpressionAttributeValues: { ':inbound': { S: 'inbound_event' }, ':quarantined': { S: 'quarantined' } },
  };
  for await (const page of paginateScan({ client: table }, request)) {
    for (const image of page.Items ?? []) {
      const item = itemOfImage(image);
      if (item !== undefined) yield item;
    }
  }
}

try {
  const urls = new Map<string, string>();
  const send = async ({ queue, body }: QueueMessage): Promise<void> => {
    const found = urls.get(queue) ?? (await findQueue(sqs, pairOf(stage, queue).queue)).url;
    urls.set(queue, found);
    await sqs.send(new SendMessageCommand({ QueueUrl: found, MessageBody: body }));
  };
  const print = (line: string): void => {
    console.log(line);
  };
  const messageKeys = kmsKeyRing(kms, await keyNames());
  await replayQuarantined({ items: items(), messageKeys, queues: { send }, print }, { eventId, isDryRun });
} finally {
  for (const client of [table, kms, lambda, sqs]) client.destroy();
}

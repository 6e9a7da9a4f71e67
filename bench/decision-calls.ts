import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { wire } from '../functions/authorizations/decide-authorization/handler.ts';
import { idGenerator } from '../functions/kernel/ids/ids.ts';
import type { Meter } from '../functions/kernel/observability/meter.ts';
import { jsonTable } from '../functions/kernel/persistence/json-table.ts';
import type { Table } from '../functions/kernel/persistence/table.ts';
import { hotCall } from '../functions/kernel/platform/aws-hot-call.ts';
import { hotDynamo } from '../functions/kernel/platform/aws-hot-table.ts';
import { systemRandom } from '../functions/kernel/platform/system-random.ts';
import { systemClock } from '../functions/kernel/time/clock.ts';
import { localKeyRing } from '../local/key-ring.ts';
import { localLog } from '../local/log.ts';
import { tableNames } from '../local/realms.ts';
import type { CardScene } from './card-scene.ts';
import { benchSecrets, cardRequest, decideBy, externalIdOf } from './card-scene.ts';
import type { Call } from './interleaved.ts';

const quiet = (): void => undefined;
const meter: Meter = { operation: quiet, provider: quiet, outcome: quiet, count: quiet };
const access = { region: 'ap-south-1', accessKeyId: 'local', secretAccessKey: 'local' };

/** The table over the client that the function is deployed with. */
export const hotTable = (endpoint: string): Table =>
  jsonTable(hotCall({ ...access, endpoint }, hotDynamo), tableNames.platform, systemClock);

export interface Decision {
  /** A new request on the scene's card. @throws Error when it is declined */
  readonly decide: () => Promise<void>;
  /** Share of requests that came too late for the network, since another process has the machine. */
  readonly late: () => number;
}

/** The whole function. */
export const decisionOn = async (table: Table, scene: CardScene): Promise<Decision> => {
  const platform = {
    ...{ clock: systemClock, random: systemRandom, ids: idGenerator(systemClock, systemRandom) },
    ...{ log: localLog(systemClock).log, meter, settings: {}, secrets: benchSecrets },
    messageKeys: localKeyRing('msg-bench-1'),
    queues: { send: async () => undefined },
    table,
  };
  const card = await externalIdOf(table, scene);
  const handler = wire(platform);
  let [requests, late] = [0, 0];
  const decide = async (): Promise<void> => {
    const { decision, responseCode } = await decideBy(handler, cardRequest(card, 1));
    requests += 1;
    if (responseCode === '91') late += 1;
    else if (decision !== 'approved') throw new Error(`the request was declined: ${responseCode}`);
  };
  return { decide, late: () => (requests === 0 ? 0 : late / requests) };
};

/** @throws Error when ratios say nothing, since more than one request in a hundred came too late */
export const refuseBusyMachine = (decisions: readonly Decision[]): void => {
  const late = Math.max(...decisions.map((decision) => decision.late()));
  if (late > 0.01) {
    throw new Error(`the machine is too busy: ${Math.round(late * 100)} % of the requests came too late`);
  }
};

/** The SDK as everybody uses it. */
export const documents = (endpoint: string): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(
    new DynamoDBClient({ endpoint, region: access.region, credentials: access, maxAttempts: 2 }),
  );

type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** About as much as a record holds. */
export const text = 'x'.repeat(500);

/** Takes something of a balance. */
export const update = (pk: string): TransactItem => ({
  Update: {
    TableName: tableNames.platform,
    Key: { pk, sk: 'PLAIN' },
    UpdateExpression: 'SET available = if_not_exists(available, :much) - :amount',
    ConditionExpression: 'attribute_not_exists(pk) OR available >= :amount',
    ExpressionAttributeValues: { ':amount': 1, ':much': 1_000_000_000 },
  },
});

/** Where a plain transaction writes: a partition, and one of index gsi1. */
export interface Place {
  readonly pk: string;
  readonly events: string;
}

/** Adds a record, with its row in the index. */
export const put = ({ pk, events }: Place): TransactItem => ({
  Put: {
    TableName: tableNames.platform,
    Item: { pk, sk: `TXN#${randomUUID()}`, gsi1pk: events, gsi1sk: randomUUID(), text },
    ConditionExpression: 'attribute_not_exists(pk)',
  },
});

/** The floor: two items in one transaction of the SDK, and nothing else. */
export const bareTransaction =
  (client: DynamoDBDocumentClient, place: Place): Call =>
  () =>
    client.send(new TransactWriteCommand({ TransactItems: [update(place.pk), put(place)] }));

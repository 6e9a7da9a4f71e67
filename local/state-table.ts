import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { dynamoTable } from '../functions/kernel/persistence/dynamo-table.ts';
import type { Item, Table } from '../functions/kernel/persistence/table.ts';
import type { Clock } from '../functions/kernel/time/clock.ts';
import type { KeptMessage, MessageStore } from './queue.ts';
import type { KeptSchedule, ScheduleStore } from './schedules.ts';
import type { Checkpoints } from './stream.ts';
import { createTable } from './table-client.ts';

const stateTableName = 'nodal-local-state';

/**
 * Opens the table of what AWS would keep for us and the local platform must keep itself: messages, schedules, open
 * executions, stream positions. Apart from the platform's own, so that neither stream nor capacity counts see it.
 */
export const openStateTable = async (client: DynamoDBClient, clock: Clock): Promise<Table> => {
  await createTable(client, stateTableName, {
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    AttributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'sk', AttributeType: 'S' },
    ],
    BillingMode: 'PAY_PER_REQUEST',
  });
  return dynamoTable(client, stateTableName, clock);
};

/** What outlives the process, beside the executions. */
export interface KeptState {
  readonly checkpoints: Checkpoints;
  readonly messages: MessageStore;
  readonly schedules: ScheduleStore;
  /** What a previous process left. */
  load(): Promise<{ readonly messages: readonly KeptMessage[]; readonly schedules: readonly KeptSchedule[] }>;
}

const partitions = {
  checkpoint: 'LOCAL#CHECKPOINT',
  message: 'LOCAL#MESSAGE',
  schedule: 'LOCAL#SCHEDULE',
} as const;

const positionSchema = z.object({ position: z.string() });
const wholeNumber = z.coerce.number();
const messageSchema: z.ZodType<KeptMessage> = z.object({
  queue: z.string(),
  messageId: z.string(),
  body: z.string(),
  attributes: z.record(z.string(), z.string()),
  sentAt: wholeNumber,
  visibleAt: wholeNumber,
  receives: wholeNumber,
  isDead: z.boolean(),
});
const scheduleSchema: z.ZodType<KeptSchedule> = z.object({
  name: z.string(),
  dueAtEpochSeconds: wholeNumber,
  queue: z.string(),
  body: z.string(),
});

const allOf = async (table: Table, pk: string): Promise<readonly Item[]> => {
  const found: Item[] = [];
  let start: Item | undefined;
  do {
    const page = await table.query({ pk, limit: 100, ...(start === undefined ? {} : { start }) });
    found.push(...page.items);
    start = page.last;
  } while (start !== undefined);
  return found;
};

/** State that survives a restart. */
export const keptState = (table: Table): KeptState => {
  const put = async (pk: string, sk: string, value: object): Promise<void> => {
    await table.write({ kind: 'put', item: { ...value, pk, sk } });
  };
  const remove = async (pk: string, sk: string): Promise<void> => {
    await table.write({ kind: 'delete', key: { pk, sk } });
  };
  return {
    checkpoints: {
      load: async (operationId) => {
        const found = await table.get({ pk: partitions.checkpoint, sk: operationId });
        return found === undefined ? undefined : positionSchema.parse(found).position;
      },
      save: (operationId, position) => put(partitions.checkpoint, operationId, { position }),
    },
    messages: {
      put: (message) => put(partitions.message, message.messageId, message),
      remove: ({ messageId }) => remove(partitions.message, messageId),
    },
    schedules: {
      put: (schedule) => put(partitions.schedule, schedule.name, schedule),
      remove: (name) => remove(partitions.schedule, name),
    },
    load: async () => ({
      messages: (await allOf(table, partitions.message)).map((item) => messageSchema.parse(item)),
      schedules: (await allOf(table, partitions.schedule)).map((item) => scheduleSchema.parse(item)),
    }),
  };
};

const nothing = async (): Promise<void> => undefined;

/** For tables in memory: nothing is left after a restart anyway. */
export const passingState: KeptState = {
  checkpoints: { load: async () => undefined, save: nothing },
  messages: { put: nothing, remove: nothing },
  schedules: { put: nothing, remove: nothing },
  load: async () => ({ messages: [], schedules: [] }),
};

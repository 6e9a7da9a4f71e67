import { CreateTableCommand, DynamoDBClient, UpdateTimeToLiveCommand } from '@aws-sdk/client-dynamodb';
import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';

/** What the writes to a table cost, by DynamoDB's own count. */
export interface TableCounts {
  readonly requests: number;
  readonly readUnits: number;
  readonly writeUnits: number;
}

export interface CountedClient {
  readonly client: DynamoDBClient;
  /** Running totals since the start. */
  counts(): TableCounts;
}

const region = 'ap-south-1';

/** More than a stage's two: the engine shares the processors with all else, and drops a connection when it is short. */
const localAttempts = 5;
const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };

const capacity = z.looseObject({ CapacityUnits: z.number().default(0) });
const answerWithCapacity = z.object({
  output: z.looseObject({ ConsumedCapacity: z.union([capacity, z.array(capacity)]).optional() }),
});

const unitsOf = (result: unknown): number => {
  const parsed = answerWithCapacity.safeParse(result);
  if (!parsed.success) return 0;
  const consumed = parsed.data.output.ConsumedCapacity ?? [];
  return (Array.isArray(consumed) ? consumed : [consumed]).reduce((sum, { CapacityUnits }) => sum + CapacityUnits, 0);
};

const reads = new Set([
  'GetItemCommand',
  'QueryCommand',
  'BatchGetItemCommand',
  'ScanCommand',
  'TransactGetItemsCommand',
]);
const writes = new Set(['PutItemCommand', 'UpdateItemCommand', 'DeleteItemCommand', 'TransactWriteItemsCommand']);

/** A client of the local DynamoDB that asks every answer what it cost and adds it up. */
export const countedClient = (endpoint: string): CountedClient => {
  const client = new DynamoDBClient({ endpoint, region, credentials, maxAttempts: localAttempts });
  const totals = { requests: 0, readUnits: 0, writeUnits: 0 };
  client.middlewareStack.add(
    (next, context) => async (call) => {
      const command = context.commandName ?? '';
      const isRead = reads.has(command);
      if (!isRead && !writes.has(command)) return next(call);
      totals.requests += 1;
      const result = await next({ ...call, input: { ...call.input, ReturnConsumedCapacity: 'TOTAL' } });
      totals[isRead ? 'readUnits' : 'writeUnits'] += unitsOf(result);
      return result;
    },
    { step: 'initialize', name: 'countCapacity', priority: 'low' },
  );
  return { client, counts: () => ({ ...totals }) };
};

/** A table as the synthesized template defines it, without what only AWS has (encryption, recovery, protection). */
export type TableDefinition = Omit<CreateTableCommandInput, 'TableName'> & { readonly timeToLiveAttribute?: string };

/** Creates the table; one that is there already (kept data) stays as it is. */
export const createTable = async (client: DynamoDBClient, name: string, definition: TableDefinition): Promise<void> => {
  const { timeToLiveAttribute, ...create } = definition;
  try {
    await client.send(new CreateTableCommand({ ...create, TableName: name }));
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceInUseException') return;
    throw error;
  }
  if (timeToLiveAttribute !== undefined) {
    const TimeToLiveSpecification = { Enabled: true, AttributeName: timeToLiveAttribute };
    await client.send(new UpdateTimeToLiveCommand({ TableName: name, TimeToLiveSpecification }));
  }
};

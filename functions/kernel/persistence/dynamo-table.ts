import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import type { DynamoDBClient, TransactionCanceledException as Cancelled } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { QueryCommandInput, TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { TemporarilyUnavailable } from '../errors/domain-error.ts';
import type { Clock } from '../time/clock.ts';
import { toEpochSeconds } from '../time/clock.ts';
import { itemOfImage, wrapNumbers } from './stream-image.ts';
import type {
  CancellationReason,
  Expression,
  Item,
  QueryPage,
  QueryRequest,
  Table,
  TableWrite,
  TransactOutcome,
} from './table.ts';

type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

const names = (...expressions: readonly (Expression | undefined)[]): Record<string, string> | undefined => {
  const merged = Object.fromEntries(expressions.flatMap((expression) => Object.entries(expression?.names ?? {})));
  return Object.keys(merged).length === 0 ? undefined : merged;
};

const values = (...expressions: readonly (Expression | undefined)[]): Record<string, unknown> | undefined => {
  const merged = Object.fromEntries(expressions.flatMap((expression) => Object.entries(expression?.values ?? {})));
  return Object.keys(merged).length === 0 ? undefined : merged;
};

const conditionOf = (condition: Expression | undefined) =>
  condition === undefined ? {} : { ConditionExpression: condition.text };

const placeholders = (...expressions: readonly (Expression | undefined)[]) => {
  const attributeNames = names(...expressions);
  const attributeValues = values(...expressions);
  return {
    ...(attributeNames === undefined ? {} : { ExpressionAttributeNames: attributeNames }),
    ...(attributeValues === undefined ? {} : { ExpressionAttributeValues: attributeValues }),
  };
};

const oldItem = { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } as const;

const toTransactItem = (tableName: string, write: TableWrite): TransactItem => {
  const shared = { TableName: tableName, ...oldItem };
  switch (write.kind) {
    case 'put':
      return {
        Put: { ...shared, Item: { ...write.item }, ...conditionOf(write.condition), ...placeholders(write.condition) },
      };
    case 'update':
      return {
        Update: {
          ...shared,
          Key: { ...write.key },
          UpdateExpression: write.update.text,
          ...conditionOf(write.condition),
          ...placeholders(write.update, write.condition),
        },
      };
    case 'delete':
      return {
        Delete: { ...shared, Key: { ...write.key }, ...conditionOf(write.condition), ...placeholders(write.condition) },
      };
    case 'check':
      return {
        ConditionCheck: {
          ...shared,
          Key: { ...write.key },
          ConditionExpression: write.condition.text,
          ...placeholders(write.condition),
        },
      };
  }
};

const throttled = new Set([
  'ThrottlingError',
  'ThrottlingException',
  'ProvisionedThroughputExceeded',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
]);

const toReason = (reason: NonNullable<Cancelled['CancellationReasons']>[number]): CancellationReason => {
  const code = reason.Code ?? 'None';
  if (code === 'None') return { kind: 'none' };
  if (code === 'ConditionalCheckFailed') {
    return { kind: 'condition', old: itemOfImage(reason.Item) };
  }
  if (code === 'TransactionConflict') return { kind: 'conflict' };
  return throttled.has(code) ? { kind: 'throttled' } : { kind: 'other', code };
};

const refusedForGood = new Set([
  'ValidationException',
  'AccessDeniedException',
  'ResourceNotFoundException',
  'IdempotentParameterMismatchException',
]);

const errorName = (error: unknown): string => (error instanceof Error ? error.name : '');

/** An error from before the network, such as an item that has no stored form: a defect, and certainly not written. */
const wasSent = (error: unknown): boolean => error instanceof Error && '$metadata' in error;

/** A missing answer is told apart from a refusal: only the former may have been written. */
const outcomeOfFailure = (error: unknown): TransactOutcome => {
  if (error instanceof TransactionCanceledException) {
    return { kind: 'cancelled', reasons: (error.CancellationReasons ?? []).map(toReason) };
  }
  if (throttled.has(errorName(error)) || errorName(error) === 'TransactionConflictException') {
    return { kind: 'cancelled', reasons: [{ kind: 'throttled' }] };
  }
  if (refusedForGood.has(errorName(error)) || !wasSent(error)) throw error;
  return { kind: 'unknown' };
};

const unavailable = (error: unknown): never => {
  if (refusedForGood.has(errorName(error)) || !wasSent(error)) throw error;
  throw new TemporarilyUnavailable('The data store is not answering. Repeat the request.');
};

const sortCondition = (request: QueryRequest): Expression => {
  const name = request.index === undefined ? 'sk' : `${request.index}sk`;
  const { sk } = request;
  if (sk === undefined) return { text: '' };
  const sortName = { '#sort': name };
  if ('beginsWith' in sk) {
    return { text: ' AND begins_with(#sort, :sort)', names: sortName, values: { ':sort': sk.beginsWith } };
  }
  if ('after' in sk) return { text: ' AND #sort > :sort', names: sortName, values: { ':sort': sk.after } };
  if ('before' in sk) return { text: ' AND #sort < :sort', names: sortName, values: { ':sort': sk.before } };
  return {
    text: ' AND #sort BETWEEN :from AND :to',
    names: sortName,
    values: { ':from': sk.between[0], ':to': sk.between[1] },
  };
};

const toQuery = (tableName: string, request: QueryRequest): QueryCommandInput => {
  const partition: Expression = {
    text: '#partition = :partition',
    names: { '#partition': request.index === undefined ? 'pk' : `${request.index}pk` },
    values: { ':partition': request.pk },
  };
  const sort = sortCondition(request);
  return {
    TableName: tableName,
    KeyConditionExpression: partition.text + sort.text,
    ...placeholders(partition, sort, request.filter),
    ...(request.index === undefined ? { ConsistentRead: request.consistent ?? true } : { IndexName: request.index }),
    ...(request.filter === undefined ? {} : { FilterExpression: request.filter.text }),
    ...(request.start === undefined ? {} : { ExclusiveStartKey: { ...request.start } }),
    ScanIndexForward: request.newestFirst !== true,
    Limit: request.limit,
  };
};

/**
 * The Table over DynamoDB.
 * @param client its retries must be off for transactions' sake: the unit of work owns them
 * @param clock real time, against which TTL is judged: an expired item may still be stored for days
 */
export const dynamoTable = (client: DynamoDBClient, tableName: string, clock: Clock): Table => {
  const documents = DynamoDBDocumentClient.from(client, {
    marshallOptions: { removeUndefinedValues: true },
    unmarshallOptions: { wrapNumbers },
  });
  const live = (item: Item | undefined): Item | undefined => {
    const expiry = item?.['expiresAt'];
    return typeof expiry === 'bigint' && expiry <= BigInt(toEpochSeconds(clock.now())) ? undefined : item;
  };
  return {
    get: async (key, options) => {
      const read = new GetCommand({
        TableName: tableName,
        Key: { ...key },
        ConsistentRead: options?.eventual !== true,
      });
      const { Item: found } = await documents.send(read).catch(unavailable);
      return live(found);
    },
    query: async (request): Promise<QueryPage> => {
      const answer = await documents.send(new QueryCommand(toQuery(tableName, request))).catch(unavailable);
      return { items: (answer.Items ?? []).filter((item) => live(item) !== undefined), last: answer.LastEvaluatedKey };
    },
    transact: async (writes, token) => {
      const items = writes.map((write) => toTransactItem(tableName, write));
      const command = new TransactWriteCommand({ TransactItems: items, ClientRequestToken: token });
      return documents.send(command).then((): TransactOutcome => ({ kind: 'committed' }), outcomeOfFailure);
    },
    write: async (write) => {
      const item = toTransactItem(tableName, write);
      try {
        if (item.Put !== undefined) await documents.send(new PutCommand(item.Put));
        if (item.Update !== undefined) await documents.send(new UpdateCommand(item.Update));
        if (item.Delete !== undefined) await documents.send(new DeleteCommand(item.Delete));
        return { ok: true };
      } catch (error) {
        if (error instanceof Error && error.name === 'ConditionalCheckFailedException') {
          const old =
            'Item' in error && typeof error.Item === 'object' ? itemOfImage(error.Item ?? undefined) : undefined;
          return { ok: false, old };
        }
        return unavailable(error);
      }
    },
  };
};

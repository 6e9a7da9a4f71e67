import type { QueryCommandInput, TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Expression, QueryRequest, TableWrite } from './table.ts';

/** A write as TransactWriteItems takes it, values plain; a single write takes its inner part. */
export type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

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

/** @param tableName physical name */
export const toTransactItem = (tableName: string, write: TableWrite): TransactItem => {
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

/** A Query's parameters, values plain. */
export const toQuery = (tableName: string, request: QueryRequest): QueryCommandInput => {
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

import { marshall } from '@aws-sdk/util-dynamodb';
import type { HotCall } from '../platform/aws-hot-call.ts';
import type { Clock } from '../time/clock.ts';
import { outcomeOfFailure, readFailure, writeFailure } from './dynamo-outcomes.ts';
import { toQuery, toTransactItem } from './dynamo-requests.ts';
import { itemOfImage, unlessExpired } from './stream-image.ts';
import type { Item, Table, TransactOutcome } from './table.ts';

type Input = Readonly<Record<string, unknown>>;

/** Members of a request that hold attribute values. */
const valued: ReadonlySet<string> = new Set(['Item', 'Key', 'ExclusiveStartKey', 'ExpressionAttributeValues']);

const toWire = (input: Input): Input =>
  Object.fromEntries(
    Object.entries(input).map(([name, value]) => [
      name,
      valued.has(name) ? marshall(value, { removeUndefinedValues: true }) : value,
    ]),
  );

const memberOf = (answer: unknown, name: string): unknown =>
  typeof answer === 'object' && answer !== null && Object.hasOwn(answer, name) ? Reflect.get(answer, name) : undefined;

const itemIn = (answer: unknown, name: string): Item | undefined => {
  const attributes = memberOf(answer, name);
  return typeof attributes === 'object' && attributes !== null ? itemOfImage(attributes) : undefined;
};

const itemsIn = (answer: unknown): readonly Item[] => {
  const items = memberOf(answer, 'Items');
  const list: readonly unknown[] = Array.isArray(items) ? items : [];
  return list.map((item) => itemIn({ item }, 'item')).filter((item) => item !== undefined);
};

const operations = { Put: 'PutItem', Update: 'UpdateItem', Delete: 'DeleteItem' } as const;

/**
 * The Table over DynamoDB's own JSON protocol; answers like `dynamoTable` in every case. Items hold no bytes.
 * @param clock real time, against which TTL is judged
 */
export const jsonTable = (call: HotCall, tableName: string, clock: Clock): Table => ({
  get: async (key, options) => {
    const input = { TableName: tableName, Key: key, ConsistentRead: options?.eventual !== true };
    const answer = await call('GetItem', toWire(input)).catch(readFailure);
    return unlessExpired(itemIn(answer, 'Item'), clock);
  },
  query: async (request) => {
    const answer = await call('Query', toWire({ ...toQuery(tableName, request) })).catch(readFailure);
    return {
      items: itemsIn(answer).filter((item) => unlessExpired(item, clock) !== undefined),
      last: itemIn(answer, 'LastEvaluatedKey'),
    };
  },
  transact: async (writes, token) => {
    const items = writes.map((write) =>
      Object.fromEntries(
        Object.entries({ ...toTransactItem(tableName, write) }).map(([kind, request]) => [
          kind,
          toWire({ ...request }),
        ]),
      ),
    );
    const sent = call('TransactWriteItems', { TransactItems: items, ClientRequestToken: token });
    return sent.then((): TransactOutcome => ({ kind: 'committed' }), outcomeOfFailure);
  },
  write: async (write) => {
    const item = toTransactItem(tableName, write);
    const [kind, request] =
      item.Put !== undefined
        ? (['Put', item.Put] as const)
        : item.Update !== undefined
          ? (['Update', item.Update] as const)
          : (['Delete', item.Delete] as const);
    return call(operations[kind], toWire({ ...request })).then(() => ({ ok: true }) as const, writeFailure);
  },
});

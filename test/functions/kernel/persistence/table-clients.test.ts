import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dynamoTable } from '../../../../functions/kernel/persistence/dynamo-table.ts';
import { jsonTable } from '../../../../functions/kernel/persistence/json-table.ts';
import type { Item, Table, TableWrite } from '../../../../functions/kernel/persistence/table.ts';
import { hotCall } from '../../../../functions/kernel/platform/aws-hot-call.ts';
import { hotDynamo } from '../../../../functions/kernel/platform/aws-hot-table.ts';
import { clientSettings } from '../../../../functions/kernel/platform/aws-client.ts';
import { systemClock } from '../../../../functions/kernel/time/clock.ts';
import { temporarilyUnavailable } from '../../../support/aws-errors.ts';
import type { FaultyServer, ServerFault } from '../../../support/faulty-server.ts';
import { startFaultyServer } from '../../../support/faulty-server.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';

let platform: TestPlatform;
let server: FaultyServer;

beforeAll(async () => {
  platform = await startTestPlatform();
  server = await startFaultyServer(platform.endpoint);
});
afterAll(async () => {
  await server.stop();
  await platform.stop();
});
beforeEach(() => {
  server.plan();
});

const access = { region: 'ap-south-1', accessKeyId: 'local', secretAccessKey: 'local' };
const clients: readonly [string, () => Table][] = [
  [
    'the SDK client',
    () => {
      const { region, ...credentials } = access;
      const settings = clientSettings({ attempts: 2, requestTimeoutMs: 300 });
      const client = new DynamoDBClient({ ...settings, endpoint: server.endpoint, region, credentials });
      return dynamoTable(client, 'nodal-test', systemClock);
    },
  ],
  [
    'the hand-signed client',
    () => jsonTable(hotCall({ ...access, endpoint: server.endpoint }, hotDynamo), 'nodal-test', systemClock),
  ],
];

class Odd {}

let count = 0;
const fresh = () => {
  count += 1;
  return { pk: `T#t#CONTRACT#${count}`, sk: 'THING' };
};
const keyOf = ({ pk, sk }: { pk: string; sk: string }) => ({ pk, sk });
const absent = { text: 'attribute_not_exists(pk)' };
const put = (item: Item) => ({ kind: 'put', item, condition: absent }) as const;
const token = (): string => {
  count += 1;
  return `token-${count}`;
};
const fault = (name: string, status = 400, members = {}): ServerFault => ({
  kind: 'answer',
  status,
  body: JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: 'no', ...members }),
});
const twice = (one: ServerFault): readonly ServerFault[] => [one, one];

describe.each(clients)('The table behind %s', (_name, open) => {
  it('gives back what was put: text, large numbers, lists, maps, sets; undefined members are left out', async () => {
    const table = open();
    const item = {
      ...fresh(),
      text: 'ü',
      large: 9_007_199_254_740_993n,
      negative: -7,
      yes: true,
      nothing: null,
      list: [1n, 'a'],
      map: { a: { b: 2n } },
      set: new Set(['a', 'b']),
    };
    expect(await table.write({ kind: 'put', item: { ...item, missing: undefined } })).toEqual({ ok: true });
    expect(await table.get(keyOf(item))).toEqual({ ...item, negative: -7n });
    expect(await table.get(keyOf(item), { eventual: true })).toEqual({ ...item, negative: -7n });
    expect(await table.get(fresh())).toBeUndefined();
  });

  it('an item whose time is over is absent', async () => {
    const table = open();
    const item = { ...fresh(), expiresAt: 1_700_000_000 };
    await table.write({ kind: 'put', item });
    expect(await table.get(keyOf(item))).toBeUndefined();
    expect((await table.query({ pk: item.pk, limit: 5 })).items).toEqual([]);
  });

  it('queries in order, by range, with a filter, page by page, also in an index', async () => {
    const table = open();
    const { pk } = fresh();
    const item = (n: number) => ({ pk, sk: `S#${n}`, gsi1pk: pk, gsi1sk: `I#${9 - n}`, n: BigInt(n) });
    for (const n of [1, 2, 3, 4]) await table.write({ kind: 'put', item: item(n) });
    const first = await table.query({ pk, sk: { beginsWith: 'S#' }, limit: 3 });
    expect(first.items).toEqual([item(1), item(2), item(3)]);
    const next = await table.query({ pk, limit: 3, ...(first.last === undefined ? {} : { start: first.last }) });
    expect(next).toEqual({ items: [item(4)], last: undefined });
    const filter = { text: '#n > :two', names: { '#n': 'n' }, values: { ':two': 2 } };
    const found = await table.query({ index: 'gsi1', pk, filter, newestFirst: true, limit: 9 });
    expect(found.items).toEqual([item(3), item(4)]);
    expect((await table.query({ pk, sk: { between: ['S#2', 'S#3'] }, limit: 9 })).items).toHaveLength(2);
  });

  it('a refused write brings what was there, for put, update and delete', async () => {
    const table = open();
    const item = { ...fresh(), n: 1n };
    expect(await table.write(put(item))).toEqual({ ok: true });
    expect(await table.write(put({ ...item, n: 2n }))).toEqual({ ok: false, old: item });
    const condition = { text: '#n = :n', names: { '#n': 'n' }, values: { ':n': 5 } };
    const update = { text: 'SET #n = :next', values: { ':next': 6 } };
    const key = { pk: item.pk, sk: item.sk };
    expect(await table.write({ kind: 'update', key, update, condition })).toEqual({ ok: false, old: item });
    expect(await table.write({ kind: 'delete', key, condition })).toEqual({ ok: false, old: item });
    expect(await table.write({ kind: 'delete', key })).toEqual({ ok: true });
    expect(await table.write({ kind: 'delete', key, condition })).toEqual({ ok: false, old: undefined });
  });

  it('I1 a transaction is written whole or refused by position, with what was there', async () => {
    const table = open();
    const [taken, free, third] = [{ ...fresh(), n: 1n }, fresh(), fresh()];
    const writes: readonly TableWrite[] = [put(free), put(taken), { kind: 'check', key: third, condition: absent }];
    await table.write({ kind: 'put', item: taken });
    expect(await table.transact(writes, token())).toEqual({
      kind: 'cancelled',
      reasons: [{ kind: 'none' }, { kind: 'condition', old: taken }, { kind: 'none' }],
    });
    expect(await table.get(free)).toBeUndefined();
    expect(await table.transact([put(free), put(third)], token())).toEqual({ kind: 'committed' });
  });

  it('I4 the same token again is the same transaction', async () => {
    const table = open();
    const [item, again] = [fresh(), token()];
    expect(await table.transact([put(item), put({ ...item, sk: 'B' })], again)).toEqual({ kind: 'committed' });
    expect(await table.transact([put(item), put({ ...item, sk: 'B' })], again)).toEqual({ kind: 'committed' });
    await expect(table.transact([put(fresh())], again)).rejects.toMatchObject({
      name: 'IdempotentParameterMismatchException',
    });
  });

  it.each<ServerFault['kind']>(['cut before', 'cut after', 'silent'])(
    'I5 sends a transaction again after one attempt was %s',
    async (kind) => {
      const table = open();
      const item = fresh();
      server.plan(kind === 'answer' ? fault('InternalServerError', 500) : { kind });
      expect(await table.transact([put(item)], token())).toEqual({ kind: 'committed' });
      expect(await table.get(keyOf(item))).toEqual(item);
    },
  );

  it.each<[string, ServerFault]>([
    ['cut before', { kind: 'cut before' }],
    ['cut after', { kind: 'cut after' }],
    ['silent', { kind: 'silent' }],
    ['a breakdown', fault('InternalServerError', 500)],
    ['a page of a proxy', { kind: 'answer', status: 502, body: '<html>' }],
  ])('I5 nobody knows after two attempts: %s', async (_fault, one) => {
    const table = open();
    server.plan(...twice(one));
    expect(await table.transact([put(fresh())], token())).toEqual({ kind: 'unknown' });
    server.plan(...twice(one));
    await expect(table.write(put(fresh()))).rejects.toMatchObject({
      name: 'OutcomeUnknown',
      ...temporarilyUnavailable,
    });
    server.plan(...twice(one));
    await expect(table.get(fresh())).rejects.toMatchObject(temporarilyUnavailable);
    server.plan(...twice(one));
    await expect(table.query({ pk: 'T#t', limit: 1 })).rejects.toMatchObject(temporarilyUnavailable);
  });

  it('I5 a throttled second attempt does not say that the first was not written', async () => {
    const table = open();
    server.plan({ kind: 'cut after' }, fault('ThrottlingException'));
    expect(await table.transact([put(fresh())], token())).toEqual({ kind: 'unknown' });
    server.plan({ kind: 'cut after' }, fault('ThrottlingException'));
    await expect(table.write(put(fresh()))).rejects.toMatchObject({ name: 'OutcomeUnknown' });
  });

  it('I5 a transaction that met another one was certainly not written', async () => {
    const table = open();
    server.plan(fault('TransactionConflictException'));
    await expect(table.write(put(fresh()))).rejects.toMatchObject({ name: 'TemporarilyUnavailable' });
    const reasons = [{ Code: 'None' }, { Code: 'TransactionConflict' }, { Code: 'ThrottlingError' }];
    server.plan(fault('TransactionCanceledException', 400, { CancellationReasons: reasons }));
    expect(await table.transact([put(fresh())], token())).toEqual({
      kind: 'cancelled',
      reasons: [{ kind: 'none' }, { kind: 'conflict' }, { kind: 'throttled' }],
    });
  });

  it('I5 a transaction of the same token that is still under way has no outcome yet', async () => {
    const table = open();
    server.plan(...twice(fault('TransactionInProgressException')));
    expect(await table.transact([put(fresh())], token())).toEqual({ kind: 'unknown' });
  });

  it.each(['ValidationException', 'AccessDeniedException', 'ResourceNotFoundException'])(
    '%s is a defect',
    async (name) => {
      const table = open();
      server.plan(fault(name));
      await expect(table.transact([put(fresh())], token())).rejects.toMatchObject({ name });
      server.plan(fault(name));
      await expect(table.get(fresh())).rejects.toMatchObject({ name });
      server.plan(fault(name));
      await expect(table.write(put(fresh()))).rejects.toMatchObject({ name });
    },
  );

  it('what has no stored form is a defect, and is not sent', async () => {
    const table = open();
    const before = server.seen.length;
    await expect(table.transact([put({ ...fresh(), at: new Odd() })], token())).rejects.toThrow();
    expect(server.seen).toHaveLength(before);
  });
});

describe('The hand-signed client', () => {
  it('sends at most two attempts, and a throttled request only once', async () => {
    const table = clients[1]![1]();
    const before = server.seen.length;
    server.plan(fault('ProvisionedThroughputExceededException'));
    expect(await table.transact([put(fresh())], token())).toEqual({
      kind: 'cancelled',
      reasons: [{ kind: 'throttled' }],
    });
    expect(server.seen).toHaveLength(before + 1);
    server.plan(...twice({ kind: 'cut before' }), ...twice({ kind: 'cut before' }));
    await table.transact([put(fresh())], token());
    expect(server.seen).toHaveLength(before + 3);
  });
});

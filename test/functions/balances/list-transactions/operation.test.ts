import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TransactionType } from '../../../../functions/balances/domain/transaction.ts';
import { listTransactions } from '../../../../functions/balances/list-transactions/declaration.ts';
import { wire } from '../../../../functions/balances/list-transactions/handler.ts';
import type { HttpHandler } from '../../../../functions/kernel/operation/http-operation.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { clockItem, clockKey } from '../../../../functions/kernel/time/tenant-clock.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { givenProgram } from '../../../support/programs.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import { givenBalance, givenJournal, givenMovement, givenMovements } from '../given-movements.ts';

let platform: TestPlatform;
let handler: HttpHandler;
let tenant: TenantContext;

beforeAll(async () => {
  platform = await startTestPlatform();
  handler = wire(platform);
  ({ tenant } = await givenProgram(platform));
});
afterAll(() => platform.stop());

const list = (balanceId: string, query: Record<string, string> = {}, of = tenant) =>
  call(handler, listTransactions, { as: { tenant: of }, params: { balanceId }, query });

const idsOf = (body: { data: { transactionId: string }[] }) => body.data.map(({ transactionId }) => transactionId);

/** All pages, and how many there were. */
const readAll = async (balanceId: string, query: Record<string, string> = {}) => {
  const found: string[] = [];
  let pages = 0;
  let cursor: string | null = null;
  do {
    const { body } = await list(balanceId, cursor === null ? query : { ...query, cursor });
    found.push(...idsOf(body));
    cursor = body.nextCursor;
    pages += 1;
  } while (cursor !== null);
  return { found, pages };
};

const times = (count: number) => Array.from({ length: count }, () => ({}));

/** Three movements, an hour apart. */
const hourly = async () => {
  const balanceId = await givenBalance(platform, tenant);
  const instants: string[] = [];
  const ids: string[] = [];
  for (let position = 0; position < 3; position += 1) {
    platform.clock.advance({ hours: 1 });
    instants.push(platform.clock.now().toString());
    ids.push(await givenMovement(platform, tenant, { balanceId }));
  }
  return { balanceId, instants, ids };
};

const invalidBounds = [
  ['from', 'yesterday'],
  ['from', '2026-11-21'],
  ['to', '2026-11-21T06:30:00+05:30'],
  ['to', '2026-02-30T00:00:00Z'],
  ['to', '2026-11-21T06:30Z'],
  ['type', 'purchase_of_a_lifetime'],
  ['limit', '101'],
] as const;

describe('listTransactions', () => {
  itRefusesBadRequests({
    declaration: listTransactions,
    handler: () => handler,
    valid: async () => ({ as: { tenant }, params: { balanceId: await givenBalance(platform, tenant) } }),
  });

  it('rules 96 and 97 still show every movement after ten years, in a record without an end', async () => {
    const balanceId = await givenBalance(platform, tenant);
    const made = await givenMovements(platform, tenant, { balanceId, movements: times(11) });
    platform.clock.advance({ hours: 24 * 3_653 });
    const { found } = await readAll(balanceId, { limit: '10' });
    expect(found.toSorted()).toEqual(made.toSorted());
    const records = (await platform.items('record')).filter(({ pk }) => String(pk).endsWith(`#${balanceId}`));
    expect(records.filter((record) => record['expiresAt'] !== undefined)).toEqual([]);
    expect(records).toHaveLength(11);
  });

  it('M-08 shows each movement with its sign, and nothing of its other side or of who made it', async () => {
    const balanceId = await givenBalance(platform, tenant);
    const [load = '', debit = ''] = await givenMovements(platform, tenant, {
      balanceId,
      movements: [{ minor: 10_000n }, { type: 'debit', minor: -2_500n, description: 'Kirana store' }],
    });
    const createdAt = platform.clock.now().toString({ fractionalSecondDigits: 3 });
    const { status, body } = await list(balanceId);
    expect(status).toBe(200);
    expect(body).toEqual({
      data: [
        {
          transactionId: debit,
          balanceId,
          type: 'debit',
          status: 'posted',
          amount: { amount: -2_500, currency: 'INR' },
          reference: debit.replace('txn_', 'lod_'),
          description: 'Kirana store',
          createdAt,
        },
        {
          transactionId: load,
          balanceId,
          type: 'load',
          status: 'posted',
          amount: { amount: 10_000, currency: 'INR' },
          reference: load.replace('txn_', 'lod_'),
          createdAt,
        },
      ],
      nextCursor: null,
    });
  });

  it('M-08 lists newest first, page by page, without gap or repeat, and no other balance’s', async () => {
    const balanceId = await givenBalance(platform, tenant);
    const ids = await givenMovements(platform, tenant, { balanceId, movements: times(5) });
    await givenMovement(platform, tenant, { balanceId: await givenBalance(platform, tenant) });
    expect(await readAll(balanceId, { limit: '2' })).toEqual({ found: ids.toReversed(), pages: 3 });
    expect(await readAll(balanceId)).toEqual({ found: ids.toReversed(), pages: 1 });
  });

  it('is empty for a balance where nothing has moved', async () => {
    const { status, body } = await list(await givenBalance(platform, tenant));
    expect([status, body]).toEqual([200, { data: [], nextCursor: null }]);
  });

  it('leads on from where a page ended, whatever was written since', async () => {
    const balanceId = await givenBalance(platform, tenant);
    const ids = await givenMovements(platform, tenant, { balanceId, movements: times(4) });
    const first = await list(balanceId, { limit: '2' });
    const [meanwhile] = await Promise.all(times(3).map(() => givenMovement(platform, tenant, { balanceId })));
    const second = await list(balanceId, { limit: '2', cursor: first.body.nextCursor });
    expect([...idsOf(first.body), ...idsOf(second.body)]).toEqual(ids.toReversed());
    expect((await readAll(balanceId)).found).toContain(meanwhile);
  });

  it('has from inclusive and to exclusive', async () => {
    const { balanceId, instants, ids } = await hourly();
    const [first = '', second = '', third = ''] = instants;
    expect((await readAll(balanceId, { from: second })).found).toEqual([ids[2], ids[1]]);
    expect((await readAll(balanceId, { to: second })).found).toEqual([ids[0]]);
    expect((await readAll(balanceId, { from: first, to: third, limit: '1' })).found).toEqual([ids[1], ids[0]]);
    const justAfter = Temporal.Instant.from(second).add({ microseconds: 100 }).toString();
    expect((await readAll(balanceId, { from: justAfter })).found).toEqual([ids[2]]);
    expect((await readAll(balanceId, { to: justAfter })).found).toEqual([ids[1], ids[0]]);
    expect((await readAll(balanceId, { from: '2000-01-01T00:00:00Z', to: '9999-12-31T23:59:59.999Z' })).found).toEqual(
      ids.toReversed(),
    );
    expect((await readAll(balanceId, { from: '0000-01-01T00:00:00Z', to: '1969-12-31T00:00:00Z' })).found).toEqual([]);
  });

  it('goes by the tenant’s own time when its clock was advanced in between', async () => {
    const { tenant: ahead } = await givenProgram(platform);
    const balanceId = await givenBalance(platform, ahead);
    const today = platform.clock.now();
    const inRealTime = await givenMovement(platform, ahead, { balanceId });
    const aYear = 365 * 24 * 3600;
    const item = clockItem.encode(clockKey(ahead), { offsetSeconds: aYear });
    await platform.table.write({ kind: 'put', item });
    const aYearAhead = await givenMovement(platform, ahead, { balanceId });
    const nextYear = today.add({ hours: 24 * 300 }).toString();
    const read = async (query: Record<string, string>) => idsOf((await list(balanceId, query, ahead)).body);
    expect(await read({})).toEqual([aYearAhead, inRealTime]);
    expect(await read({ from: nextYear })).toEqual([aYearAhead]);
    expect(await read({ to: nextYear })).toEqual([inRealTime]);
    expect(await read({ from: today.toString(), to: nextYear })).toEqual([inRealTime]);
  });

  it('lists one type alone, and is not deceived by what a description says', async () => {
    const balanceId = await givenBalance(platform, tenant);
    const description = '"type":"transfer_in",\\"type\\":\\"transfer_in\\"';
    const movements = [
      { type: 'load' },
      { type: 'transfer_in' },
      { type: 'load', description },
      { type: 'debit', minor: -1n },
      { type: 'transfer_out', minor: -1n },
    ] as const;
    const ids = await givenMovements(platform, tenant, { balanceId, movements });
    const wanted: readonly (readonly [TransactionType, readonly number[]])[] = [
      ['load', [2, 0]],
      ['debit', [3]],
      ['transfer_in', [1]],
      ['transfer_out', [4]],
    ];
    for (const [type, positions] of wanted) {
      const expected = positions.map((position) => ids[position]);
      expect((await readAll(balanceId, { type })).found).toEqual(expected);
      expect((await readAll(balanceId, { type, limit: '1' })).found).toEqual(expected);
    }
  });

  it('finds a rare type among many, with bounded reads for each page', async () => {
    const balanceId = await givenBalance(platform, tenant);
    const rare = await givenMovement(platform, tenant, { balanceId, type: 'transfer_in' });
    await givenJournal(platform, tenant, { balanceId, count: 520 });
    const before = platform.counts().requests;
    const first = await list(balanceId, { type: 'transfer_in' });
    // Clock, balance, program, and five queries.
    expect(platform.counts().requests - before).toBeLessThanOrEqual(8);
    expect(first.body.data).toEqual([]);
    expect(await readAll(balanceId, { type: 'transfer_in' })).toEqual({ found: [rare], pages: 2 });
    const beforePage = platform.counts().requests;
    await list(balanceId, { limit: '100' });
    expect(platform.counts().requests - beforePage).toBeLessThanOrEqual(4);
  });

  it('M-33 answers an unknown, a malformed and a foreign balance alike', async () => {
    const { tenant: other } = await givenProgram(platform);
    const foreign = await givenBalance(platform, other);
    await givenMovement(platform, other, { balanceId: foreign });
    for (const balanceId of [platform.ids.next('bal', tenant), 'bal_1', foreign]) {
      const { status, body } = await list(balanceId);
      expect([status, body.code, body.detail]).toEqual([404, 'balance_not_found', 'There is no such resource.']);
    }
  });

  it('refuses a tenant that sees aggregated data only, after the balance was found', async () => {
    const { tenant: restricted } = await givenProgram(platform, {}, { transactionData: 'aggregated_only' });
    const balanceId = await givenBalance(platform, restricted);
    await givenMovement(platform, restricted, { balanceId });
    const { status, body } = await list(balanceId, {}, restricted);
    expect([status, body.code]).toEqual([403, 'transaction_data_restricted']);
    expect(body).toMatchObject({ transactionData: 'aggregated_only' });
    expect(body).not.toHaveProperty('data');
    expect((await list(platform.ids.next('bal', restricted), {}, restricted)).status).toBe(404);
  });

  it('I9 refuses a cursor of another balance, another filter or another tenant', async () => {
    const balanceId = await givenBalance(platform, tenant);
    await givenMovements(platform, tenant, { balanceId, movements: times(2) });
    const { tenant: other } = await givenProgram(platform);
    const cursor = String((await list(balanceId, { limit: '1' })).body.nextCursor);
    const answers = await Promise.all([
      list(await givenBalance(platform, tenant), { cursor }),
      list(await givenBalance(platform, other), { cursor }, other),
      list(balanceId, { cursor, type: 'load' }),
      list(balanceId, { cursor, from: '2026-01-01T00:00:00Z' }),
      list(balanceId, { cursor: `${cursor}A` }),
    ]);
    expect(answers.map(({ status, body }) => `${String(status)} ${String(body.code)}`)).toEqual(
      answers.map(() => '400 cursor_invalid'),
    );
  });

  it.each(invalidBounds)('refuses the %s %s', async (name, value) => {
    const { status, body } = await list(await givenBalance(platform, tenant), { [name]: value });
    expect([status, body.code]).toEqual([400, 'validation_failed']);
    expect(body.invalidFields).toMatchObject([{ path: `query.${name}` }]);
  });

  it('refuses a period that is empty or runs backwards', async () => {
    const balanceId = await givenBalance(platform, tenant);
    const from = '2026-11-21T06:30:00Z';
    for (const to of [from, '2026-11-21T06:29:59.999Z']) {
      const { status, body } = await list(balanceId, { from, to });
      expect([status, body.invalidFields]).toEqual([400, [{ path: 'query.to', message: 'must be later than from' }]]);
    }
  });
});

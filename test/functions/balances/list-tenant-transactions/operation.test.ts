import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listTenantTransactions } from '../../../../functions/balances/list-tenant-transactions/declaration.ts';
import { wire } from '../../../../functions/balances/list-tenant-transactions/handler.ts';
import type { HttpHandler } from '../../../../functions/kernel/operation/http-operation.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { givenProgram } from '../../../support/programs.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import { storeEvents } from '../../events/given-events.ts';
import { givenBalance, givenMovement } from '../given-movements.ts';

let platform: TestPlatform;
let handler: HttpHandler;
let tenant: TenantContext;

beforeAll(async () => {
  platform = await startTestPlatform();
  handler = wire(platform);
});
beforeEach(async () => {
  ({ tenant } = await givenProgram(platform));
});
afterAll(() => platform.stop());

const list = (query: Record<string, string> = {}, of = tenant) =>
  call(handler, listTenantTransactions, { as: { tenant: of }, query });

const idsOf = (body: { data: { transactionId: string }[] }) => body.data.map(({ transactionId }) => transactionId);

/** All pages, and how many there were. */
const readAll = async (query: Record<string, string> = {}) => {
  const found: string[] = [];
  let pages = 0;
  let cursor: string | null = null;
  do {
    const { body } = await list(cursor === null ? query : { ...query, cursor });
    found.push(...idsOf(body));
    cursor = body.nextCursor;
    pages += 1;
  } while (cursor !== null);
  return { found, pages };
};

const noise = (count: number) =>
  storeEvents(
    platform,
    tenant,
    Array.from({ length: count }, (_, index) => ({
      type: 'card.locked',
      resourceId: `crd_${String(index)}`,
      sequence: 1,
    })),
  );

/** Movements on two balances in turn, an hour apart, with other events between them. */
const mixedHistory = async (count: number) => {
  const balances = [await givenBalance(platform, tenant), await givenBalance(platform, tenant)] as const;
  const ids: string[] = [];
  const instants: string[] = [];
  for (let position = 0; position < count; position += 1) {
    platform.clock.advance({ hours: 1 });
    await noise(2);
    const type = position === 1 ? ('transfer_in' as const) : ('load' as const);
    instants.push(platform.clock.now().toString());
    ids.push(await givenMovement(platform, tenant, { balanceId: balances[position % 2 === 0 ? 0 : 1], type }));
  }
  return { ids, instants, balances };
};

describe('listTenantTransactions', () => {
  itRefusesBadRequests({
    declaration: listTenantTransactions,
    handler: () => handler,
    valid: async () => ({ as: { tenant } }),
  });

  it('M-23 lists the transactions of all balances and nothing else, newest first, page by page', async () => {
    const { ids, balances } = await mixedHistory(5);
    expect((await readAll()).found).toEqual(ids.toReversed());
    expect(await readAll({ limit: '2' })).toEqual({ found: ids.toReversed(), pages: 3 });
    const { body } = await list({ limit: '2' });
    expect(body.data).toMatchObject([
      { transactionId: ids[4], balanceId: balances[0], type: 'load', status: 'posted' },
      { transactionId: ids[3], balanceId: balances[1], amount: { amount: 100, currency: 'INR' } },
    ]);
  });

  it('takes a period and a type', async () => {
    const { ids, instants } = await mixedHistory(4);
    const [, second = '', , fourth = ''] = instants;
    expect((await readAll({ from: second, to: fourth })).found).toEqual([ids[2], ids[1]]);
    expect((await readAll({ from: fourth })).found).toEqual([ids[3]]);
    expect((await readAll({ type: 'transfer_in' })).found).toEqual([ids[1]]);
    expect((await readAll({ to: fourth, type: 'load', limit: '1' })).found).toEqual([ids[2], ids[0]]);
  });

  it('leads on from where a page ended, whatever was written since', async () => {
    const { ids, balances } = await mixedHistory(4);
    const first = await list({ limit: '2' });
    await givenMovement(platform, tenant, { balanceId: balances[0] });
    const second = await list({ limit: '2', cursor: first.body.nextCursor });
    expect([...idsOf(first.body), ...idsOf(second.body)]).toEqual(ids.toReversed());
  });

  it('finds a transaction among many other events, with bounded reads for each page', async () => {
    const { ids } = await mixedHistory(1);
    await noise(520);
    const before = platform.counts().requests;
    const { body } = await list();
    // Clock, program, and five queries.
    expect(platform.counts().requests - before).toBeLessThanOrEqual(7);
    expect(body.data).toEqual([]);
    expect(await readAll()).toEqual({ found: ids, pages: 2 });
  });

  it('M-33 shows nothing of another tenant', async () => {
    await mixedHistory(2);
    const { tenant: other } = await givenProgram(platform);
    expect((await list({}, other)).body).toEqual({ data: [], nextCursor: null });
    const cursor = String((await list({ limit: '1' })).body.nextCursor);
    const stolen = await list({ cursor }, other);
    expect([stolen.status, stolen.body.code]).toEqual([400, 'cursor_invalid']);
  });

  it('refuses a tenant that sees aggregated data only', async () => {
    const { tenant: restricted } = await givenProgram(platform, {}, { transactionData: 'aggregated_only' });
    await givenMovement(platform, restricted, { balanceId: await givenBalance(platform, restricted) });
    const { status, body } = await list({}, restricted);
    expect([status, body.code]).toEqual([403, 'transaction_data_restricted']);
    expect(body).not.toHaveProperty('data');
  });
});

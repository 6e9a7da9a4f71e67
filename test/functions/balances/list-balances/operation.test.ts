import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBalance } from '../../../../functions/balances/domain/balance.ts';
import { dynamoBalanceStore } from '../../../../functions/balances/infrastructure/dynamo-balance-store.ts';
import { listBalances } from '../../../../functions/balances/list-balances/declaration.ts';
import { wire } from '../../../../functions/balances/list-balances/handler.ts';
import type { HttpHandler } from '../../../../functions/kernel/operation/http-operation.ts';
import { pager } from '../../../../functions/kernel/persistence/page.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { storeCustomer } from '../../../support/stored-customer.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';

let platform: TestPlatform;
let handler: HttpHandler;
let tenant: TenantContext;

beforeAll(async () => {
  platform = await startTestPlatform();
  handler = wire(platform);
  tenant = await platform.tenant();
});
afterAll(() => platform.stop());

const ownerOf = async (count: number) => {
  const { customerId } = await storeCustomer(platform, tenant, { level: 'full' });
  const store = dynamoBalanceStore(platform.table, pager(platform.secrets));
  const newestFirst: string[] = [];
  for (let position = 0; position < count; position += 1) {
    const balanceId = platform.ids.next('bal', tenant);
    const account = { externalId: `acc_${balanceId}`, number: '1' };
    const balance = openBalance(
      { balanceId, customerId, currency: 'INR', account, level: 'full' },
      platform.clock.now(),
    );
    await platform.table.transact(
      store.create(tenant, balance).map(({ write }) => write),
      randomUUID(),
    );
    newestFirst.unshift(balanceId);
  }
  return { customerId, newestFirst };
};

const list = (customerId: string, query: Record<string, string> = {}) =>
  call(handler, listBalances, { as: { tenant }, params: { customerId }, query });

const idsIn = (body: { data: { balanceId: string }[] }) => body.data.map(({ balanceId }) => balanceId);

describe('listBalances', () => {
  itRefusesBadRequests({
    declaration: listBalances,
    handler: () => handler,
    valid: async () => ({ as: { tenant }, params: { customerId: (await ownerOf(0)).customerId } }),
  });

  it('AN-39 lists all balances of a customer, newest first, and nobody else’s', async () => {
    const { customerId, newestFirst } = await ownerOf(3);
    await ownerOf(1);
    const { status, body } = await list(customerId);
    expect([status, idsIn(body), body.nextCursor]).toEqual([200, newestFirst, null]);
    expect(body.data[0]).toMatchObject({ customerId, currency: 'INR', available: { amount: 0, currency: 'INR' } });
  });

  it('pages, with a cursor that fits no other customer', async () => {
    const { customerId, newestFirst } = await ownerOf(3);
    const first = await list(customerId, { limit: '2' });
    const second = await list(customerId, { limit: '2', cursor: first.body.nextCursor });
    expect([...idsIn(first.body), ...idsIn(second.body)]).toEqual(newestFirst);
    const stolen = await list((await ownerOf(1)).customerId, { cursor: first.body.nextCursor });
    expect([stolen.status, stolen.body.code]).toEqual([400, 'cursor_invalid']);
  });

  it('M-33 knows neither an unknown customer nor one of another tenant', async () => {
    const foreign = await storeCustomer(platform, await platform.tenant());
    for (const customerId of [platform.ids.next('cus', tenant), foreign.customerId]) {
      const { status, body } = await list(customerId);
      expect([status, body.code]).toEqual([404, 'customer_not_found']);
    }
  });
});

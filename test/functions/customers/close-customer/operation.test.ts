import { dynamoHolderStanding } from '../../../../functions/balances/infrastructure/dynamo-held-balances.ts';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBalance } from '../../../../functions/balances/domain/balance.ts';
import { dynamoBalanceStore } from '../../../../functions/balances/infrastructure/dynamo-balance-store.ts';
import { closeCustomer } from '../../../../functions/customers/close-customer/declaration.ts';
import { wire } from '../../../../functions/customers/close-customer/handler.ts';
import { closeCustomer as operation } from '../../../../functions/customers/close-customer/operation.ts';
import { dynamoCustomerDirectory } from '../../../../functions/customers/infrastructure/dynamo-customer-directory.ts';
import { dynamoCustomerStore } from '../../../../functions/customers/infrastructure/dynamo-customer-store.ts';
import type { HeldBalance } from '../../../../functions/customers/ports/holdings.ts';
import { money } from '../../../../functions/kernel/money/money.ts';
import type { HttpHandler } from '../../../../functions/kernel/operation/http-operation.ts';
import { httpOperation } from '../../../../functions/kernel/operation/http-operation.ts';
import { pager } from '../../../../functions/kernel/persistence/page.ts';
import { unitOfWork } from '../../../../functions/kernel/persistence/unit-of-work.ts';
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

const customerAt = async (traits: Parameters<typeof storeCustomer>[2] = {}) =>
  (await storeCustomer(platform, tenant, traits)).customerId;

const close = (customerId: string, through = handler) =>
  call(through, closeCustomer, { as: { tenant }, params: { customerId } });

const statusOf = async (customerId: string) =>
  (await dynamoCustomerStore(platform.table, pager(platform.secrets)).find(tenant, customerId))?.status;

const balanceOf = async (customerId: string, posted: bigint, held = 0n) => {
  const balanceId = platform.ids.next('bal', tenant);
  const account = { externalId: `acc_${balanceId}`, number: '1' };
  const opened = openBalance({ balanceId, customerId, currency: 'INR', account, level: 'full' }, platform.clock.now());
  const store = dynamoBalanceStore(platform.table, pager(platform.secrets));
  const writes = store.create(tenant, { ...opened, posted, held }).map(({ write }) => write);
  await platform.table.transact(writes, randomUUID());
  return balanceId;
};

interface Fakes {
  readonly balances?: readonly HeldBalance[];
  readonly cards?: readonly string[];
  readonly mandates?: readonly string[];
  readonly meanwhile?: () => Promise<unknown>;
}

/** The operation with its neighbours faked. */
const withHoldings = ({ balances = [], cards = [], mandates = [], meanwhile }: Fakes): HttpHandler =>
  httpOperation(
    closeCustomer,
    platform,
    operation({
      customers: dynamoCustomerStore(platform.table, pager(platform.secrets)),
      balances: {
        heldBy: async () => {
          await meanwhile?.();
          return balances;
        },
      },
      cards: { openCardsOf: async () => cards },
      mandates: { openMandatesOf: async () => mandates },
      standing: dynamoHolderStanding(platform.table),
      unitOfWork: unitOfWork(platform),
    }),
  );

describe('closeCustomer', () => {
  itRefusesBadRequests({
    declaration: closeCustomer,
    handler: () => handler,
    valid: async () => ({ as: { tenant }, params: { customerId: await customerAt() } }),
  });

  it('AL-06 terminates a customer who holds nothing, with one record', async () => {
    const customerId = await customerAt({ level: 'full' });
    const { status, body } = await close(customerId);
    expect([status, body]).toEqual([204, undefined]);
    expect(await statusOf(customerId)).toBe('closed');
    const records = (await platform.items()).filter(
      (item) => item['item'] === 'record' && item['resourceId'] === customerId,
    );
    expect(records.map(({ type }) => type)).toEqual(['customer.closed']);
    expect(JSON.parse(String(records[0]?.['previous']))).toEqual({ status: 'active' });
  });

  it('closes a customer whose balances are at zero, and them with it', async () => {
    const customerId = await customerAt({ level: 'full' });
    const balanceId = await balanceOf(customerId, 0n);
    expect((await close(customerId)).status).toBe(204);
    const store = dynamoBalanceStore(platform.table, pager(platform.secrets));
    expect((await store.find(tenant, balanceId))?.state).toBe('closed');
    const records = (await platform.items('record')).filter(({ resourceId }) => resourceId === balanceId);
    expect(records.map(({ type, sequence, actor }) => [type, sequence, actor])).toEqual([
      ['balance.closed', 2n, 'tenant:key_test'],
    ]);
  });

  it('is refused when money came in while it looked', async () => {
    const customerId = await customerAt({ level: 'full' });
    await balanceOf(customerId, 1n);
    const { status, body } = await close(customerId, withHoldings({}));
    expect([status, body.code]).toEqual([409, 'invalid_state']);
    expect(await statusOf(customerId)).toBe('active');
  });

  it.each([
    ['money', 1n, 0n],
    ['a debt', -1n, 0n],
    ['a hold', 0n, 1n],
  ])('refuses a customer with %s, and names the balance', async (_, posted, held) => {
    const customerId = await customerAt({ level: 'full' });
    await balanceOf(customerId, 0n);
    const balanceId = await balanceOf(customerId, posted, held);
    const { status, body } = await close(customerId);
    expect([status, body.code]).toEqual([409, 'invalid_state']);
    expect(body.open).toEqual({ balances: [balanceId], cards: [], mandates: [] });
    expect(await statusOf(customerId)).toBe('active');
  });

  it('refuses a customer with open cards, and names them', async () => {
    const customerId = await customerAt({ level: 'full' });
    const balances = [{ balanceId: 'bal_zero', posted: money(0n, 'INR'), held: money(0n, 'INR') }];
    const { status, body } = await close(customerId, withHoldings({ balances, cards: ['crd_1', 'crd_2'] }));
    expect([status, body.open]).toEqual([409, { balances: [], cards: ['crd_1', 'crd_2'], mandates: [] }]);
  });

  it('SH-31 refuses a customer whose mandates are not over, and names them', async () => {
    const { status, body } = await close(await customerAt(), withHoldings({ mandates: ['mdt_1'] }));
    expect([status, body.code, body.open]).toEqual([
      409,
      'invalid_state',
      { balances: [], cards: [], mandates: ['mdt_1'] },
    ]);
  });

  it('is refused when a card or a balance was opened while it looked', async () => {
    const customerId = await customerAt({ level: 'full' });
    const admit = () =>
      platform.table.transact([dynamoCustomerDirectory(platform.table).admit(tenant, customerId).write], randomUUID());
    const { status, body } = await close(customerId, withHoldings({ meanwhile: admit }));
    expect([status, body.code]).toEqual([409, 'concurrent_change']);
    expect(await statusOf(customerId)).toBe('active');
  });

  it('refuses to close twice', async () => {
    const customerId = await customerAt();
    await close(customerId);
    const again = await close(customerId);
    expect([again.status, again.body.code]).toEqual([409, 'invalid_state']);
  });

  it('M-33 knows neither an unknown customer nor one of another tenant', async () => {
    const foreign = await storeCustomer(platform, await platform.tenant());
    for (const customerId of [platform.ids.next('cus', tenant), foreign.customerId]) {
      const { status, body } = await close(customerId);
      expect([status, body.code]).toEqual([404, 'customer_not_found']);
    }
  });
});

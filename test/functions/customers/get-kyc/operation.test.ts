import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBalance } from '../../../../functions/balances/domain/balance.ts';
import { dynamoBalanceStore } from '../../../../functions/balances/infrastructure/dynamo-balance-store.ts';
import { getKyc } from '../../../../functions/customers/get-kyc/declaration.ts';
import { wire } from '../../../../functions/customers/get-kyc/handler.ts';
import { limitUsageItem } from '../../../../functions/balances/infrastructure/limit-items.ts';
import type { HttpHandler } from '../../../../functions/kernel/operation/http-operation.ts';
import { tenantKey } from '../../../../functions/kernel/persistence/keys.ts';
import { pager } from '../../../../functions/kernel/persistence/page.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import type { KycBench } from '../../../support/kyc-bench.ts';
import { kycBench } from '../../../support/kyc-bench.ts';
import { storeCustomer, tenantWithProgram } from '../../../support/stored-customer.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';

let platform: TestPlatform;
let handler: HttpHandler;
let tenant: TenantContext;
let bench: KycBench;

beforeAll(async () => {
  platform = await startTestPlatform();
  handler = wire(platform);
  tenant = await tenantWithProgram(platform);
  bench = kycBench(platform, tenant);
});
afterAll(() => platform.stop());

const customerAt = async (traits: Parameters<typeof storeCustomer>[2] = {}) =>
  (await storeCustomer(platform, tenant, traits)).customerId;

const show = (customerId: string, as = tenant) => call(handler, getKyc, { as: { tenant: as }, params: { customerId } });

const put = (item: Record<string, unknown>) => platform.table.transact([{ kind: 'put', item }], randomUUID());

const hold = async (customerId: string, posted: bigint) => {
  const balanceId = platform.ids.next('bal', tenant);
  const account = { externalId: `acc_${balanceId}`, number: '1' };
  const opened = openBalance({ balanceId, customerId, currency: 'INR', account, level: 'full' }, platform.clock.now());
  const store = dynamoBalanceStore(platform.table, pager(platform.secrets));
  await platform.table.transact(
    store.create(tenant, { ...opened, posted }).map(({ write }) => write),
    randomUUID(),
  );
};

const inr = (amount: number) => ({ amount, currency: 'INR' });

const limitOf = (body: { limits: { rule: string }[] }, rule: string) => body.limits.find((row) => row.rule === rule);

describe('getKyc', () => {
  itRefusesBadRequests({
    declaration: getKyc,
    handler: () => handler,
    valid: async () => ({ as: { tenant }, params: { customerId: await customerAt() } }),
  });

  it('AN-31 shows a customer who is not known, without limits', async () => {
    expect((await show(await customerAt())).body).toEqual({ level: 'none', openCase: null, limits: [] });
  });

  it('M-06 shows the limits of the minimum level, and when each starts again in India', async () => {
    const { status, body } = await show(await customerAt({ level: 'minimum' }));
    expect(status).toBe(200);
    expect(body).toEqual({
      level: 'minimum',
      openCase: null,
      limits: [
        {
          rule: 'law.ppi.small.balanceMaxMinor',
          limit: inr(1_000_000),
          used: inr(0),
          remaining: inr(1_000_000),
          resetsAt: null,
        },
        {
          rule: 'law.ppi.small.loadMonthMaxMinor',
          limit: inr(1_000_000),
          used: inr(0),
          remaining: inr(1_000_000),
          resetsAt: '2026-11-30T18:30:00.000Z',
        },
        {
          rule: 'law.ppi.small.loadFyMaxMinor',
          limit: inr(12_000_000),
          used: inr(0),
          remaining: inr(12_000_000),
          resetsAt: '2027-03-31T18:30:00.000Z',
        },
      ],
    });
  });

  it('M-06 gives the full level a higher limit than the minimum one', async () => {
    const { body } = await show(await customerAt({ level: 'full' }));
    expect(limitOf(body, 'law.ppi.full.balanceMaxMinor')).toMatchObject({ limit: inr(20_000_000), resetsAt: null });
  });

  it('sums what the customer holds over all of its balances', async () => {
    const customerId = await customerAt({ level: 'minimum' });
    await hold(customerId, 250_000n);
    await hold(customerId, 500_001n);
    const { body } = await show(customerId);
    expect(limitOf(body, 'law.ppi.small.balanceMaxMinor')).toMatchObject({
      used: inr(750_001),
      remaining: inr(249_999),
    });
  });

  it('never shows less than nothing as remaining', async () => {
    const customerId = await customerAt({ level: 'minimum' });
    await hold(customerId, 1_000_001n);
    const { body } = await show(customerId);
    expect(limitOf(body, 'law.ppi.small.balanceMaxMinor')).toMatchObject({ used: inr(1_000_001), remaining: inr(0) });
  });

  it('reads the counters of the present month and financial year', async () => {
    const customerId = await customerAt({ level: 'minimum' });
    const pk = tenantKey(tenant, 'CUSTOMER', customerId);
    await put(limitUsageItem.encode({ pk, sk: 'USAGE#2026-11' }, { load: 300_000n }));
    await put(limitUsageItem.encode({ pk, sk: 'USAGE#2026-10' }, { load: 999_999n }));
    await put(limitUsageItem.encode({ pk, sk: 'USAGE#FY2026' }, { load: 1_299_999n }));
    const { body } = await show(customerId);
    expect(limitOf(body, 'law.ppi.small.loadMonthMaxMinor')).toMatchObject({ used: inr(300_000) });
    expect(limitOf(body, 'law.ppi.small.loadFyMaxMinor')).toMatchObject({ used: inr(1_299_999) });
  });

  it('has no rupee limits for a program that settles in another currency', async () => {
    const european = await tenantWithProgram(platform, 'EUR');
    const { customerId } = await storeCustomer(platform, european, { level: 'full' });
    expect((await show(customerId, european)).body).toEqual({ level: 'full', openCase: null, limits: [] });
  });

  it('shows the open case with what the customer has to do', async () => {
    const customerId = await customerAt();
    const { body: started } = await bench.start(customerId, 'minimum');
    expect((await show(customerId)).body.openCase).toEqual({
      kycId: started.kycId,
      level: 'minimum',
      method: 'aadhaar_otp',
      status: 'otp_pending',
      next: started.next,
    });
  });

  it('shows the case of the higher level when two are open', async () => {
    const customerId = await customerAt();
    await bench.start(customerId, 'minimum');
    const { body } = await bench.start(customerId, 'full');
    expect((await show(customerId)).body.openCase).toMatchObject({ kycId: body.kycId, method: 'video' });
  });

  it('shows no case that ended, nor one whose time has passed before its timer fired', async () => {
    const approved = await customerAt();
    const { body } = await bench.start(approved, 'minimum');
    await bench.submit(approved, body.kycId);
    expect((await show(approved)).body).toMatchObject({ level: 'minimum', openCase: null });
    const late = await customerAt();
    await bench.start(late, 'minimum');
    platform.clock.advance({ minutes: 5 });
    expect((await show(late)).body.openCase).toBeNull();
  });

  it('M-33 knows neither an unknown customer nor one of another tenant', async () => {
    const foreign = await storeCustomer(platform, await platform.tenant());
    for (const customerId of [platform.ids.next('cus', tenant), foreign.customerId]) {
      const { status, body } = await show(customerId);
      expect([status, body.code]).toEqual([404, 'customer_not_found']);
    }
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getLoad } from '../../../../functions/balances/get-load/declaration.ts';
import { wire } from '../../../../functions/balances/get-load/handler.ts';
import { withPrefix } from '../../../../functions/kernel/ids/ids.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import type { MoneyBench } from '../money-bench.ts';
import { moneyBench } from '../money-bench.ts';

let platform: TestPlatform;
let bench: MoneyBench;
let tenant: TenantContext;

beforeAll(async () => {
  platform = await startTestPlatform();
  bench = moneyBench(platform);
  tenant = await bench.program();
});
afterAll(() => platform.stop());

const show = (loadId: string) => call(wire(platform), getLoad, { as: { tenant }, params: { loadId } });

const loaded = async (owner = tenant) => {
  const { body } = await bench.load(owner, await bench.balance(owner), 500);
  return body as { loadId: string; balanceId: string };
};

describe('getLoad', () => {
  itRefusesBadRequests({
    declaration: getLoad,
    handler: () => wire(platform),
    valid: async () => ({ as: { tenant }, params: { loadId: (await loaded()).loadId } }),
  });

  it('M-18 shows a load as it was answered', async () => {
    const load = await loaded();
    const { status, body } = await show(load.loadId);
    expect([status, body]).toEqual([200, load]);
  });

  it('knows no other movement as a load', async () => {
    const load = await loaded();
    const { body: debit } = await bench.debit(tenant, load.balanceId, 100);
    const { status, body } = await show(withPrefix(debit.transactionId, 'lod'));
    expect([status, body.code]).toEqual([404, 'load_not_found']);
  });

  it('M-33 knows neither an unknown load, a malformed id nor a load of another tenant', async () => {
    const foreign = await loaded(await bench.program());
    for (const loadId of [platform.ids.next('lod', tenant), 'lod_1', foreign.loadId]) {
      const { status, body } = await show(loadId);
      expect([status, body.code]).toEqual([404, 'load_not_found']);
    }
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { balanceSummary } from '../../../../functions/balances/balance-summary/declaration.ts';
import { wire } from '../../../../functions/balances/balance-summary/handler.ts';
import { maxMinor } from '../../../../functions/kernel/money/money.ts';
import type { HttpHandler } from '../../../../functions/kernel/operation/http-operation.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import type { TestCaller } from '../../../support/http-call.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import { foldChanges, journalRecord, moved } from '../given-partners.ts';

let platform: TestPlatform;
let handler: HttpHandler;
let first: TenantContext;
let second: TenantContext;
let idle: TenantContext;
const operator = { staff: 'Employee', of: 'platform' } as const;

beforeAll(async () => {
  platform = await startTestPlatform();
  handler = wire(platform);
  [first, second, idle] = [await platform.tenant(), await platform.tenant(), await platform.tenant()];
  await foldChanges(
    platform,
    [
      moved(platform, first, ['pooled', 'partner:pbl_1', 1_000n]),
      moved(platform, first, ['partner:pbl_1', 'customer:bal_1', 400n]),
      moved(platform, first, ['customer:bal_1', 'customer:bal_2', 50n]),
      moved(platform, first, ['customer:bal_2', 'settlement', 30n]),
      moved(platform, second, ['pooled', 'partner:pbl_2', 5n]),
      journalRecord(platform, second, [
        { account: 'pooled', currency: 'USD', minor: -7n },
        { account: 'customer:bal_3', currency: 'USD', minor: 7n },
      ]),
    ].map((after) => ({ after })),
  );
});
afterAll(() => platform.stop());

const summary = (as: TestCaller, query: Record<string, string> = {}) => call(handler, balanceSummary, { as, query });

const row = (currency: string, users: number, partners: number) => ({
  currency,
  users: { amount: users, currency },
  partners: { amount: partners, currency },
  wallet: { amount: users + partners, currency },
});

describe('balanceSummary', () => {
  itRefusesBadRequests({
    declaration: balanceSummary,
    handler: () => handler,
    valid: async () => ({ as: operator }),
  });

  it('AN-71 AN-72 sums users, partners and both per currency, over all tenants for operators', async () => {
    const { status, body } = await summary(operator);
    expect(status).toBe(200);
    expect(body).toEqual({ currencies: [row('INR', 370, 605), row('USD', 7, 0)] });
  });

  it('AN-71 AN-72 sums one tenant for the operators who name it', async () => {
    expect((await summary(operator, { tenantId: second.tenantId })).body.currencies).toEqual([
      row('INR', 0, 5),
      row('USD', 7, 0),
    ]);
    expect((await summary(operator, { tenantId: idle.tenantId })).body).toEqual({ currencies: [] });
  });

  it('AN-71 AN-72 shows tenant staff their own sums, named or not', async () => {
    const as = { staff: 'Employee', of: first } as const;
    const own = { currencies: [row('INR', 370, 600)] };
    expect((await summary(as)).body).toEqual(own);
    expect((await summary(as, { tenantId: first.tenantId })).body).toEqual(own);
  });

  it('AN-72 answers the most that an answer can say where the sum is more', async () => {
    const rich = await platform.tenant();
    const purses = ['partner:pbl_4', 'partner:pbl_5', 'customer:bal_6'];
    const reloads = purses.map((account) =>
      journalRecord(platform, rich, [
        { account: 'pooled', currency: 'EUR', minor: -maxMinor },
        { account, currency: 'EUR', minor: maxMinor },
      ]),
    );
    await foldChanges(
      platform,
      reloads.map((after) => ({ after })),
    );
    const most = { amount: Number(maxMinor), currency: 'EUR' };
    const { body } = await summary(operator, { tenantId: rich.tenantId });
    expect(body.currencies).toEqual([{ currency: 'EUR', users: most, partners: most, wallet: most }]);
  });

  it('knows neither an unknown tenant nor, for tenant staff, another one', async () => {
    const unknown = await summary(operator, { tenantId: platform.ids.nextGlobal('ten') });
    const foreign = await summary({ staff: 'Admin', of: first }, { tenantId: second.tenantId });
    for (const { status, body } of [unknown, foreign]) expect([status, body.code]).toEqual([404, 'tenant_not_found']);
  });
});

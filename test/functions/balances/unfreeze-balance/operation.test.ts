import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unfreezeBalance } from '../../../../functions/balances/unfreeze-balance/declaration.ts';
import { wire } from '../../../../functions/balances/unfreeze-balance/handler.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { call } from '../../../support/http-call.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import type { MoneyBench } from '../money-bench.ts';
import { moneyBench } from '../money-bench.ts';
import { itChangesState } from '../state-bench.ts';

let platform: TestPlatform;
let bench: MoneyBench;
let tenant: TenantContext;

beforeAll(async () => {
  platform = await startTestPlatform();
  bench = moneyBench(platform);
  tenant = await bench.program();
});
afterAll(() => platform.stop());

describe('unfreezeBalance', () => {
  itChangesState({
    declaration: unfreezeBalance,
    platform: () => platform,
    bench: () => bench,
    tenant: () => tenant,
    handler: () => wire(platform),
    from: ['frozen'],
    to: 'active',
    never: ['active', 'closing', 'closed'],
    event: 'balance.unfrozen',
  });

  it('2.3 lets money move again', async () => {
    const balanceId = await bench.balance(tenant, { state: 'frozen', posted: 100n });
    await call(wire(platform), unfreezeBalance, { as: { tenant }, params: { balanceId } });
    expect((await bench.debit(tenant, balanceId, 100)).status).toBe(201);
  });
});

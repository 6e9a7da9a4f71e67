import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freezeBalance } from '../../../../functions/balances/freeze-balance/declaration.ts';
import { wire } from '../../../../functions/balances/freeze-balance/handler.ts';
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

describe('freezeBalance', () => {
  itChangesState({
    declaration: freezeBalance,
    platform: () => platform,
    bench: () => bench,
    tenant: () => tenant,
    handler: () => wire(platform),
    from: ['active'],
    to: 'frozen',
    never: ['frozen', 'closing', 'closed'],
    event: 'balance.frozen',
  });

  it('2.3 stops loads and debits, and leaves the money alone that moved meanwhile', async () => {
    const balanceId = await bench.balance(tenant, { posted: 1_000n });
    const [freeze, ...debits] = await Promise.all([
      call(wire(platform), freezeBalance, { as: { tenant }, params: { balanceId } }),
      ...Array.from({ length: 10 }, () => bench.debit(tenant, balanceId, 10)),
    ]);
    const taken = debits.filter(({ status }) => status === 201).length;
    expect(freeze.status).toBe(200);
    expect(debits.filter(({ status }) => status !== 201).map(({ status }) => status)).toEqual(
      Array.from({ length: 10 - taken }, () => 409),
    );
    expect(await bench.store.find(tenant, balanceId)).toMatchObject({
      state: 'frozen',
      posted: 1_000n - 10n * BigInt(taken),
    });
    expect((await bench.load(tenant, balanceId, 1)).body.code).toBe('invalid_state');
  });
});

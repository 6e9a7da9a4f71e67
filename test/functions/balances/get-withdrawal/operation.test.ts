import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getWithdrawal } from '../../../../functions/balances/get-withdrawal/declaration.ts';
import { wire } from '../../../../functions/balances/get-withdrawal/handler.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import type { WithdrawalBench } from '../withdrawal-bench.ts';
import { startWithdrawalBench } from '../withdrawal-bench.ts';

let place: WithdrawalBench;
let tenant: TenantContext;

beforeAll(async () => {
  place = await startWithdrawalBench();
  tenant = await place.program(500);
});
afterAll(() => place.stop());

const withdrawn = async (amount: number) =>
  place.withdraw(tenant, await place.bench.balance(tenant, { posted: 1_000n }), { amount });

describe('getWithdrawal', () => {
  itRefusesBadRequests({
    declaration: getWithdrawal,
    handler: () => wire(place.platform),
    valid: async () => ({
      as: { tenant },
      params: { withdrawalId: String((await withdrawn(100)).body.withdrawalId) },
    }),
  });

  it.each([100, 600])('2.7 shows what was answered: %i', async (amount) => {
    const { body } = await withdrawn(amount);
    const shown = await place.show(tenant, String(body.withdrawalId));
    expect([shown.status, shown.body]).toEqual([200, body]);
  });

  it('M-33 knows neither an unknown withdrawal nor one of another tenant', async () => {
    const { body } = await withdrawn(100);
    const other = await place.program();
    for (const withdrawalId of [place.platform.ids.next('wdr', other), 'wdr_1', String(body.withdrawalId)]) {
      const shown = await place.show(other, withdrawalId);
      expect([shown.status, shown.body.code]).toEqual([404, 'withdrawal_not_found']);
    }
  });
});

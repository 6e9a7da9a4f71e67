import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamoDepositEscrow } from '../../../../functions/balances/infrastructure/dynamo-deposit-escrow.ts';
import { getPartnerBalance } from '../../../../functions/balances/get-partner-balance/declaration.ts';
import { wire } from '../../../../functions/balances/get-partner-balance/handler.ts';
import type { HttpHandler } from '../../../../functions/kernel/operation/http-operation.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import type { TestCaller } from '../../../support/http-call.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import { commitIntents } from '../given-deposits.ts';
import { givenPartner } from '../given-partners.ts';

let platform: TestPlatform;
let handler: HttpHandler;
let tenant: TenantContext;
let partnerBalanceId: string;

beforeAll(async () => {
  platform = await startTestPlatform();
  handler = wire(platform);
  tenant = await platform.tenant();
  const traits = { available: 7_500n, alertEmail: 'money@company-x.example' };
  ({ partnerBalanceId } = await givenPartner(platform, tenant, traits));
});
afterAll(() => platform.stop());

const show = (as: TestCaller, id = partnerBalanceId) =>
  call(handler, getPartnerBalance, {
    as,
    surface: 'tenant' in as ? 'secure' : 'admin',
    params: { partnerBalanceId: id },
  });

describe('getPartnerBalance', () => {
  itRefusesBadRequests({
    declaration: getPartnerBalance,
    handler: () => handler,
    valid: async () => ({ as: { staff: 'Employee', of: 'platform' }, params: { partnerBalanceId } }),
  });

  it('AN-70 AN-73 shows operators, the tenant and its staff the current level', async () => {
    const callers: readonly TestCaller[] = [
      { tenant },
      { staff: 'Employee', of: tenant },
      { staff: 'Employee', of: 'platform' },
    ];
    for (const as of callers) {
      const { status, body } = await show(as);
      expect(status).toBe(200);
      expect(body).toEqual({
        partnerBalanceId,
        tenantId: tenant.tenantId,
        kind: 'credit',
        currency: 'INR',
        available: { amount: 7_500, currency: 'INR' },
        lowBalanceThreshold: { amount: 5_000, currency: 'INR' },
        createdAt: '2026-11-21T06:30:00.000Z',
      });
    }
  });

  it('AN-69 AN-70 shows of a deposit what its slices have available together, without what is held', async () => {
    const deposit = await givenPartner(platform, tenant, { kind: 'deposit', available: 80_001n });
    const { reserve } = dynamoDepositEscrow(platform.table);
    const shares = [0, 1, 39].map((slice) => ({ slice, amount: 1_000n }));
    await commitIntents(platform, reserve(tenant, { currency: 'INR', shares }));
    for (const as of [{ tenant }, { staff: 'Employee', of: 'platform' }] as const) {
      const { status, body } = await show(as, deposit.partnerBalanceId);
      expect([status, body.kind, body.available]).toEqual([200, 'deposit', { amount: 77_001, currency: 'INR' }]);
    }
  });

  it('knows neither an unknown one nor one of another tenant', async () => {
    const stranger = await platform.tenant();
    const foreign = await show({ tenant: stranger });
    const foreignStaff = await show({ staff: 'Admin', of: stranger });
    const unknown = await show({ tenant }, platform.ids.next('pbl', tenant));
    const codes = [foreign, foreignStaff, unknown].map(({ status, body }) => `${status} ${String(body.code)}`);
    expect(new Set(codes)).toEqual(new Set(['404 partner_balance_not_found']));
  });
});

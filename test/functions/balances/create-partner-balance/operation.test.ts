import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPartnerBalance } from '../../../../functions/balances/create-partner-balance/declaration.ts';
import { wire } from '../../../../functions/balances/create-partner-balance/handler.ts';
import type { HttpHandler } from '../../../../functions/kernel/operation/http-operation.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';

let platform: TestPlatform;
let handler: HttpHandler;
const operator = { staff: 'Admin', of: 'platform' } as const;

beforeAll(async () => {
  platform = await startTestPlatform();
  handler = wire(platform);
});
afterAll(() => platform.stop());

const bodyFor = ({ tenantId }: TenantContext, traits: Record<string, unknown> = {}) => ({
  tenantId,
  kind: 'credit',
  currency: 'INR',
  lowBalanceThreshold: { amount: 50_000, currency: 'INR' },
  ...traits,
});

const create = (tenant: TenantContext, traits: Record<string, unknown> = {}) =>
  call(handler, createPartnerBalance, { as: operator, body: bodyFor(tenant, traits) });

const storedOf = async (tenant: TenantContext) =>
  (await platform.items()).filter(({ pk }) => String(pk).startsWith(`T#${tenant.tenantId}#PARTNER`));

describe('createPartnerBalance', () => {
  itRefusesBadRequests({
    declaration: createPartnerBalance,
    handler: () => handler,
    valid: async () => ({ as: operator, body: bodyFor(await platform.tenant()) }),
    required: ['tenantId', 'kind', 'currency', 'lowBalanceThreshold'],
    malformed: {
      kind: 'gift',
      currency: 'inr',
      lowBalanceThreshold: { amount: -1, currency: 'INR' },
      alertEmail: 'nobody',
    },
  });

  it('AN-67 AN-73 opens a credit balance at zero, with the level below which it is warned of', async () => {
    const tenant = await platform.tenant();
    const { status, body } = await create(tenant, { alertEmail: 'money@company-x.example' });
    expect(status).toBe(201);
    expect(body).toEqual({
      partnerBalanceId: expect.stringMatching(new RegExp(`^pbl_[0-9a-z]{26}${tenant.tag}$`)),
      tenantId: tenant.tenantId,
      kind: 'credit',
      currency: 'INR',
      available: { amount: 0, currency: 'INR' },
      lowBalanceThreshold: { amount: 50_000, currency: 'INR' },
      createdAt: '2026-11-21T06:30:00.000Z',
    });
    const records = (await storedOf(tenant)).filter(({ item }) => item === 'record');
    expect(records.map(({ type, sequence, actor }) => [type, sequence, actor])).toEqual([
      ['partner_balance.created', 1n, 'staff:Admin:staff-1'],
    ]);
    expect(JSON.stringify(records, (_, value: unknown) => String(value))).not.toContain('company-x.example');
  });

  it('AN-69 opens one per kind and currency, whatever the program settles in', async () => {
    const tenant = await platform.tenant();
    const usd = { currency: 'USD', lowBalanceThreshold: { amount: 0, currency: 'USD' } };
    const answers = [
      await create(tenant),
      await create(tenant, { kind: 'deposit' }),
      await create(tenant, usd),
      await create(tenant, { ...usd, kind: 'deposit' }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
  });

  it('refuses a second one of a kind and currency, and names the first', async () => {
    const tenant = await platform.tenant();
    const first = await create(tenant);
    const { status, body } = await create(tenant, { lowBalanceThreshold: { amount: 1, currency: 'INR' } });
    expect([status, body.code, body.resourceId]).toEqual([409, 'already_exists', first.body.partnerBalanceId]);
    expect((await storedOf(tenant)).map(({ item }) => item).sort()).toEqual([
      'partner_balance',
      'partner_balance_entry',
      'record',
    ]);
  });

  it('opens one when two ask at once', async () => {
    const tenant = await platform.tenant();
    const statuses = (await Promise.all([create(tenant), create(tenant)])).map(({ status }) => status);
    expect(statuses.sort()).toEqual([201, 409]);
  });

  it('refuses an unknown tenant', async () => {
    const { status, body } = await call(handler, createPartnerBalance, {
      as: operator,
      body: { ...bodyFor(await platform.tenant()), tenantId: platform.ids.nextGlobal('ten') },
    });
    expect([status, body.code]).toEqual([404, 'tenant_not_found']);
  });

  it('refuses a level in another currency', async () => {
    const tenant = await platform.tenant();
    const { status, body } = await create(tenant, { lowBalanceThreshold: { amount: 1, currency: 'USD' } });
    expect([status, body.code]).toEqual([422, 'currency_mismatch']);
  });

  it('M-01 is for the operators of the platform, not for tenant staff', async () => {
    const tenant = await platform.tenant();
    const { status, body } = await call(handler, createPartnerBalance, {
      as: { staff: 'Admin', of: tenant },
      body: bodyFor(tenant),
    });
    expect([status, body.code]).toEqual([403, 'forbidden_role']);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCorrection } from '../../../../functions/balances/create-correction/declaration.ts';
import { wire } from '../../../../functions/balances/create-correction/handler.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import { correctionBench, maker } from '../correction-bench.ts';
import type { MoneyBench } from '../money-bench.ts';
import { inr, moneyBench } from '../money-bench.ts';

let platform: TestPlatform;
let bench: MoneyBench;
let corrections: ReturnType<typeof correctionBench>;
let tenant: TenantContext;

beforeAll(async () => {
  platform = await startTestPlatform();
  bench = moneyBench(platform);
  corrections = correctionBench(platform);
  tenant = await bench.program();
});
afterAll(() => platform.stop());

describe('createCorrection', () => {
  itRefusesBadRequests({
    declaration: createCorrection,
    handler: () => wire(platform),
    valid: async () => ({
      as: maker,
      params: { balanceId: await bench.balance(tenant) },
      body: { direction: 'debit', amount: inr(100), reason: 'Booked twice' },
    }),
    required: ['direction', 'amount', 'reason'],
    malformed: { direction: 'sideways', amount: inr(0), reason: '' },
  });

  it('2.6 asks for a correction, and moves nothing before another operator approves', async () => {
    const balanceId = await bench.balance(tenant, { posted: 500n });
    const { status, body } = await corrections.create(balanceId, { amount: 300, direction: 'debit' });
    expect(status).toBe(201);
    expect(body).toEqual({
      correctionId: expect.stringMatching(/^cor_/),
      balanceId,
      status: 'pending_approval',
      direction: 'debit',
      amount: inr(300),
      reason: 'Booked twice',
      createdAt: expect.any(String),
    });
    expect(await bench.postedOf(tenant, balanceId)).toBe(500n);
    expect(await bench.recordsOf(balanceId)).toEqual([]);
    const [record] = await bench.recordsOf(String(body.correctionId));
    expect(record).toMatchObject({ type: 'correction.requested', actor: 'staff:Admin:maker', sequence: 1n });
  });

  it('refuses staff of a tenant, which must not make money', async () => {
    const balanceId = await bench.balance(tenant);
    const { status, body } = await corrections.create(balanceId, { amount: 1, as: { staff: 'Admin', of: tenant } });
    expect([status, body.code]).toEqual([403, 'forbidden_role']);
  });

  it('2.3 refuses a closed balance', async () => {
    const { status, body } = await corrections.create(await bench.balance(tenant, { state: 'closed' }), { amount: 1 });
    expect([status, body.code]).toEqual([409, 'invalid_state']);
  });

  it('refuses another currency than the balance is kept in', async () => {
    const wanted = { amount: 1, currency: 'EUR' } as const;
    const { status, body } = await corrections.create(await bench.balance(tenant), wanted);
    expect([status, body.code]).toEqual([422, 'currency_mismatch']);
  });

  it('knows no unknown balance', async () => {
    for (const balanceId of [platform.ids.next('bal', tenant), 'bal_1']) {
      const { status, body } = await corrections.create(balanceId, { amount: 1 });
      expect([status, body.code]).toEqual([404, 'balance_not_found']);
    }
  });
});

import { afterAll, beforeAll, expect, it } from 'vitest';
import { dynamoBalanceStore } from '../../../../functions/balances/infrastructure/dynamo-balance-store.ts';
import { getKyc } from '../../../../functions/customers/get-kyc/declaration.ts';
import { wire } from '../../../../functions/customers/get-kyc/handler.ts';
import { pager } from '../../../../functions/kernel/persistence/page.ts';
import { call } from '../../../support/http-call.ts';
import { tenantWithProgram } from '../../../support/stored-customer.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import type { CardWorld } from '../../authorizations/card-bench.ts';
import { cardWorld, issuer } from '../../authorizations/card-bench.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform();
});
afterAll(() => platform.stop());

const rule = 'law.ppi.full.crossBorder.monthMaxMinor';
const inr = (amount: number) => ({ amount, currency: 'INR' });

/** What the holder of a card is told of spending abroad. */
const shown = async ({ tenant, balanceId }: CardWorld): Promise<unknown> => {
  const balance = await dynamoBalanceStore(platform.table, pager(platform.secrets)).find(tenant, balanceId);
  const params = { customerId: balance?.customerId ?? '' };
  const { body } = await call(wire(platform), getKyc, { as: { tenant }, params });
  const limits = body.limits as readonly { readonly rule: string }[];
  return limits.find((row) => row.rule === rule);
};

it('M-06 rule 87 getKyc counts what is spent abroad this month, and not at home, refused or longer ago', async () => {
  const channels = ['pos', 'international'] as const;
  const world = await cardWorld(platform, await tenantWithProgram(platform), { available: 40_000_00n, channels });
  const network = issuer(platform);
  const merchant = { name: 'Deli', mcc: '5814', country: 'US' };
  const resetsAt = '2026-11-30T18:30:00.000Z';
  const limit = inr(50_000_00);
  expect(await shown(world)).toEqual({ rule, limit, used: inr(0), remaining: limit, resetsAt });
  expect((await network.request(world, 2_000_00)).decision).toBe('approved');
  expect((await network.request(world, 10_000_00, { merchant })).decision).toBe('approved');
  expect((await network.request(world, 10_000_01, { merchant })).decision).toBe('declined');
  expect(await shown(world)).toMatchObject({ used: inr(10_000_00), remaining: inr(40_000_00) });
  platform.clock.advance({ hours: 24 * 31 });
  expect(await shown(world)).toMatchObject({ used: inr(0), remaining: limit });
});

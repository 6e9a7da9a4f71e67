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

const rule = 'law.ppi.full.cashOutMonthMaxMinor';

/** What the holder of a card is told of cash. */
const shown = async ({ tenant, balanceId }: CardWorld): Promise<unknown> => {
  const balance = await dynamoBalanceStore(platform.table, pager(platform.secrets)).find(tenant, balanceId);
  const params = { customerId: balance?.customerId ?? '' };
  const { body } = await call(wire(platform), getKyc, { as: { tenant }, params });
  const limits = body.limits as readonly { readonly rule: string }[];
  return limits.find((row) => row.rule === rule);
};

const inr = (amount: number) => ({ amount, currency: 'INR' });

it('M-06 rule 67 getKyc counts the cash of this month, and not what was refused, reversed or longer ago', async () => {
  const world = await cardWorld(platform, await tenantWithProgram(platform), { available: 9_000_00n });
  const network = issuer(platform);
  const withdraw = (amount: number) => network.request(world, amount, { type: 'financial', channel: 'atm' });
  const resetsAt = '2026-11-30T18:30:00.000Z';
  expect(await shown(world)).toEqual({
    rule,
    limit: inr(10_000_00),
    used: inr(0),
    remaining: inr(10_000_00),
    resetsAt,
  });
  expect((await withdraw(1_500_00)).decision).toBe('approved');
  expect((await withdraw(2_000_01)).decision).toBe('declined');
  const { sent } = await withdraw(500_00);
  expect(await shown(world)).toMatchObject({ used: inr(2_000_00), remaining: inr(8_000_00) });
  const original = { id: sent.message.id, transmittedAt: platform.clock.now().round('millisecond') };
  await network.tell(world, { kind: 'reversal', original, amount: undefined });
  expect(await shown(world)).toMatchObject({ used: inr(1_500_00), remaining: inr(8_500_00) });
  platform.clock.advance({ hours: 24 * 31 });
  expect(await shown(world)).toMatchObject({ used: inr(0), remaining: inr(10_000_00) });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { InsufficientFunds } from '../../../../functions/balances/domain/ledger-errors.ts';
import { dynamoDepositEscrow } from '../../../../functions/balances/infrastructure/dynamo-deposit-escrow.ts';
import { dynamoPartnerStore } from '../../../../functions/balances/infrastructure/dynamo-partner-store.ts';
import { partnerKey } from '../../../../functions/balances/infrastructure/dynamo-ledger.ts';
import type { DepositEscrow } from '../../../../functions/balances/ports/deposit-escrow.ts';
import { InvalidState, NotFound } from '../../../../functions/kernel/errors/domain-error.ts';
import type { WriteIntent } from '../../../../functions/kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import { commitIntents, slicesOf, sumsOf } from '../given-deposits.ts';
import { givenPartner } from '../given-partners.ts';

let platform: TestPlatform;
let tenant: TenantContext;
let escrow: DepositEscrow;

beforeAll(async () => {
  platform = await startTestPlatform();
  escrow = dynamoDepositEscrow(platform.table);
});
/** 4,000 paise, 100 in each slice. */
beforeEach(async () => {
  tenant = await platform.tenant();
  await givenPartner(platform, tenant, { kind: 'deposit', available: 4_000n });
});
afterAll(() => platform.stop());

const commit = (intents: readonly WriteIntent[]) => commitIntents(platform, intents);
const inr = (...shares: readonly (readonly [slice: number, amount: bigint])[]) => ({
  currency: 'INR' as const,
  shares: shares.map(([slice, amount]) => ({ slice, amount })),
});
const slice = async (number: number) => {
  const { available, held } = (await slicesOf(platform, tenant))[number] ?? {};
  return [available, held];
};

describe('the escrow of a deposit', () => {
  it('AN-69 is 40 slices, and its purse holds no money', async () => {
    expect((await slicesOf(platform, tenant)).map((one) => one.slice)).toEqual(Array.from({ length: 40 }, (_, n) => n));
    expect(await platform.table.get(partnerKey(tenant, 'deposit', 'INR'))).not.toHaveProperty('available');
    expect((await dynamoPartnerStore(platform.table).findByKind(tenant, 'deposit', 'INR'))?.available).toBe(4_000n);
  });

  it('AN-69 reserves, releases and settles in the slices that are named', async () => {
    await commit(escrow.reserve(tenant, inr([7, 60n], [3, 100n])));
    expect([await slice(3), await slice(7)]).toEqual([
      [0n, 100n],
      [40n, 60n],
    ]);
    await commit(escrow.release(tenant, inr([7, 20n])));
    await commit(escrow.settle(tenant, inr([3, 100n], [7, 30n])));
    expect([await slice(3), await slice(7)]).toEqual([
      [0n, 0n],
      [60n, 10n],
    ]);
    expect(await sumsOf(platform, tenant)).toEqual({ available: 3_860n, held: 10n, moved: 0n });
  });

  it('AN-69 writes in the order of slices, and a slice once', async () => {
    const intents = escrow.change(tenant, {
      currency: 'INR',
      settle: inr([9, 5n], [2, 5n]).shares,
      release: inr([9, 1n]).shares,
      charge: inr([2, 3n], [2, 4n]).shares,
    });
    expect(intents.map(({ write }) => 'key' in write && write.key.sk)).toEqual(['SLICE#02', 'SLICE#09']);
    await commit(escrow.reserve(tenant, inr([2, 10n], [9, 10n])));
    await commit(intents);
    expect([await slice(2), await slice(9)]).toEqual([
      [83n, 5n],
      [91n, 4n],
    ]);
  });

  it('D-14 I20 changes nothing when one slice of several is short, and says which purse is', async () => {
    const refused = commit(escrow.reserve(tenant, inr([0, 100n], [1, 101n])));
    await expect(refused).rejects.toThrow(new InsufficientFunds('partner_deposit'));
    await expect(refused).rejects.toMatchObject({ code: 'insufficient_funds', details: {} });
    expect(await sumsOf(platform, tenant)).toEqual({ available: 4_000n, held: 0n, moved: 0n });
  });

  it.each(['release', 'settle'] as const)('I20 refuses to %s what is not held', async (part) => {
    await commit(escrow.reserve(tenant, inr([4, 10n])));
    await expect(commit(escrow[part](tenant, inr([4, 11n])))).rejects.toThrow(InvalidState);
    await commit(escrow[part](tenant, inr([4, 10n])));
    await expect(commit(escrow[part](tenant, inr([4, 10n])))).rejects.toThrow(InvalidState);
  });

  it('AN-69 charges below zero when it must, and takes refunds', async () => {
    await commit(escrow.charge(tenant, inr([4, 150n])));
    expect(await slice(4)).toEqual([-50n, 0n]);
    await commit(escrow.refund(tenant, inr([4, 70n])));
    expect(await slice(4)).toEqual([20n, 0n]);
  });

  it('tells a tenant without a deposit apart: short to reserve, unknown to all else', async () => {
    const other = await platform.tenant();
    const { reserve, release, settle, charge, refund } = escrow;
    await expect(commit(reserve(other, inr([1, 1n])))).rejects.toThrow(InsufficientFunds);
    for (const part of [release, settle, charge, refund]) {
      await expect(commit(part(other, inr([1, 1n])))).rejects.toThrow(NotFound);
    }
    expect(await escrow.depositPurse(other, 'INR')).toBeUndefined();
    expect(await escrow.findRoom(other, 'INR', 1n)).toBeUndefined();
    expect(await escrow.findCharge(other, 'INR', { amount: 5n, home: 3 })).toEqual([{ slice: 3, amount: 5n }]);
  });

  it('names the purse for the legs of a clearing', async () => {
    const balance = await dynamoPartnerStore(platform.table).findByKind(tenant, 'deposit', 'INR');
    expect(await escrow.depositPurse(tenant, 'INR')).toEqual({ partnerBalanceId: balance?.partnerBalanceId });
  });

  it('I20 finds room in the richest slice, in the fewest together, or not at all', async () => {
    await commit(escrow.refund(tenant, inr([8, 900n])));
    expect(await escrow.findRoom(tenant, 'INR', 1_000n)).toEqual([{ slice: 8, amount: 1_000n }]);
    expect(await escrow.findRoom(tenant, 'INR', 1_150n)).toEqual(inr([0, 100n], [1, 50n], [8, 1_000n]).shares);
    expect(await escrow.findRoom(tenant, 'INR', 4_901n)).toBeUndefined();
    const all = (await escrow.findRoom(tenant, 'INR', 4_900n)) ?? [];
    await commit(escrow.reserve(tenant, { currency: 'INR', shares: all }));
    expect(await sumsOf(platform, tenant)).toEqual({ available: 0n, held: 4_900n, moved: 0n });
  });

  it('finds room with one read of all slices', async () => {
    const { requests } = platform.counts();
    await escrow.findRoom(tenant, 'INR', 50n);
    expect(platform.counts().requests - requests).toBe(1);
  });

  it('refuses shares that cannot be', () => {
    for (const share of [
      { slice: 40, amount: 1n },
      { slice: -1, amount: 1n },
      { slice: 0.5, amount: 1n },
    ]) {
      expect(() => escrow.reserve(tenant, { currency: 'INR', shares: [share] })).toThrow(RangeError);
    }
    expect(() => escrow.refund(tenant, inr([1, 0n]))).toThrow(RangeError);
    expect(() => escrow.charge(tenant, inr([1, -5n]))).toThrow(RangeError);
  });
});

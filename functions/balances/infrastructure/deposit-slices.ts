import type { Currency } from '../../kernel/money/currency.ts';
import { tenantKey } from '../../kernel/persistence/keys.ts';
import type { Key, Table } from '../../kernel/persistence/table.ts';
import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import { create } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import { depositSlices, evenShares } from '../domain/deposit-slices.ts';
import type { PartnerBalance } from '../domain/partner-balance.ts';
import { PartnerBalanceExists } from '../domain/partner-errors.ts';
import type { DepositSlice } from './partner-items.ts';
import { depositSliceItem } from './partner-items.ts';

const slicePrefix = 'SLICE#';

export const sliceKey = (tenant: TenantContext, currency: Currency, slice: number): Key => ({
  pk: tenantKey(tenant, 'PARTNER', 'deposit', currency),
  sk: slicePrefix + String(slice).padStart(2, '0'),
});

/** All slices of a deposit as they are stored, in one strongly consistent query; none when there is no such deposit. */
export const readSlices = async (
  table: Table,
  tenant: TenantContext,
  currency: Currency,
): Promise<readonly DepositSlice[]> => {
  const { pk } = sliceKey(tenant, currency, 0);
  const { items } = await table.query({ pk, sk: { beginsWith: slicePrefix }, limit: depositSlices });
  return items.map((item) => depositSliceItem.decode(item));
};

/**
 * What slices have available together. What rebalancing moved is left out of each, so that a query that saw one side
 * of a move only still tells the right sum.
 */
export const availableIn = (slices: readonly { readonly available: bigint; readonly moved: bigint }[]): bigint =>
  slices.reduce((sum, { available, moved }) => sum + available - moved, 0n);

/** The slices of a new deposit. */
export const createSlices = (
  tenant: TenantContext,
  { partnerBalanceId, currency, available }: PartnerBalance,
): readonly WriteIntent[] => {
  const shares = new Map(evenShares(available).map(({ slice, amount }) => [slice, amount]));
  return Array.from({ length: depositSlices }, (_, slice) => {
    const own = { available: shares.get(slice) ?? 0n, held: 0n, moved: 0n, version: 1n };
    const item = depositSliceItem.encode(sliceKey(tenant, currency, slice), {
      partnerBalanceId,
      currency,
      slice,
      ...own,
    });
    return create('deposit_slice', item, () => new PartnerBalanceExists(partnerBalanceId));
  });
};

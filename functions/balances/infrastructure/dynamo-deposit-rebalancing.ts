import { ConcurrentChange } from '../../kernel/errors/domain-error.ts';
import type { Item, Key, Table } from '../../kernel/persistence/table.ts';
import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import type { TenantDirectory } from '../../kernel/tenancy/tenant-directory.ts';
import type { Share } from '../domain/deposit-slices.ts';
import type { DepositRebalancing, OwnedDeposit } from '../ports/deposit-rebalancing.ts';
import { readSlices, sliceKey } from './deposit-slices.ts';
import { allPartners } from './dynamo-partner-store.ts';
import { partnerBalanceEntryItem } from './partner-items.ts';

const pageSize = 100;
const mostPages = 1_000;

const moveIntent = (
  { partnerBalanceId }: OwnedDeposit,
  key: Key,
  { minor, floor }: { readonly minor: bigint; readonly floor: bigint | undefined },
): WriteIntent => ({
  label: 'deposit_slice',
  write: {
    kind: 'update',
    key,
    update: {
      text: 'SET available = available + :moved, moved = moved + :moved ADD version :one',
      values: { ':moved': minor, ':one': 1n },
    },
    condition:
      floor === undefined
        ? { text: 'attribute_exists(pk)' }
        : { text: 'available >= :floor', values: { ':floor': floor } },
  },
  refused: () => new ConcurrentChange(partnerBalanceId),
});

/** Goes over the entries of all partner balances page by page, 100,000 at most. */
export const dynamoDepositRebalancing = (
  table: Table,
  directory: Pick<TenantDirectory, 'byId'>,
): DepositRebalancing => {
  const visitEntry = async (item: Item, visit: (deposit: OwnedDeposit) => Promise<void>): Promise<void> => {
    const { tenantId, kind, partnerBalanceId, currency } = partnerBalanceEntryItem.decode(item);
    if (kind !== 'deposit') return;
    const tenant = await directory.byId(tenantId);
    if (tenant === undefined) throw new Error(`no tenant ${tenantId}`);
    await visit({ tenant, partnerBalanceId, currency });
  };
  return {
    eachDeposit: async (visit) => {
      let start: Item | undefined;
      for (let pages = 0; pages < mostPages; pages += 1) {
        const from = start === undefined ? {} : { start };
        const page = await table.query({ index: 'gsi1', pk: allPartners, limit: pageSize, ...from });
        for (const item of page.items) await visitEntry(item, visit);
        if (page.last === undefined) return;
        start = page.last;
      }
    },
    levels: ({ tenant, currency }) => readSlices(table, tenant, currency),
    move: (deposit, { from, to }) => {
      const keyOf = ({ slice }: Share): Key => sliceKey(deposit.tenant, deposit.currency, slice);
      return [
        ...from.map((share) => moveIntent(deposit, keyOf(share), { minor: -share.amount, floor: share.amount })),
        ...to.map((share) => moveIntent(deposit, keyOf(share), { minor: share.amount, floor: undefined })),
      ];
    },
  };
};

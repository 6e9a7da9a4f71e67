import type { Pager } from '../../kernel/persistence/page.ts';
import type { Item, Table } from '../../kernel/persistence/table.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { TenantDirectory } from '../../kernel/tenancy/tenant-directory.ts';
import type { OwnedPartnerBalance, PartnerBalanceList } from '../ports/partner-balance-store.ts';
import { allPartners, balanceOfEntry, partnersOf } from './dynamo-partner-store.ts';
import { partnerBalanceEntryItem } from './partner-items.ts';

/** Lists entries; the amounts are read from the balances themselves. */
export const dynamoPartnerList = (
  table: Table,
  pager: Pager,
  directory: Pick<TenantDirectory, 'byId'>,
): PartnerBalanceList => {
  const ownedBy = async (tenant: TenantContext, item: Item): Promise<OwnedPartnerBalance> => ({
    tenant,
    balance: await balanceOfEntry(table, tenant, item),
  });
  const owned = async (item: Item): Promise<OwnedPartnerBalance> => {
    const { tenantId } = partnerBalanceEntryItem.decode(item);
    const tenant = await directory.byId(tenantId);
    if (tenant === undefined) throw new Error(`no tenant ${tenantId}`);
    return ownedBy(tenant, item);
  };
  return {
    ofTenant: async (tenant, page) => {
      const { items, nextCursor } = await pager.read({ tenant, list: 'listPartnerBalances' }, page, (read) =>
        table.query({ pk: partnersOf(tenant), newestFirst: true, ...read }),
      );
      return { data: await Promise.all(items.map((item) => ownedBy(tenant, item))), nextCursor };
    },
    ofAll: async (page) => {
      const { items, nextCursor } = await pager.read({ tenant: undefined, list: 'listPartnerBalances' }, page, (read) =>
        table.query({ index: 'gsi1', pk: allPartners, newestFirst: true, ...read }),
      );
      return { data: await Promise.all(items.map(owned)), nextCursor };
    },
  };
};

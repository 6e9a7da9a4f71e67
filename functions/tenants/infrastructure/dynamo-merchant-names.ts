import type { Table } from '../../kernel/persistence/table.ts';
import type { MerchantNames } from '../ports/merchant-names.ts';
import { dynamoTenantStore } from './dynamo-tenant-store.ts';

export const dynamoMerchantNames = (table: Table): MerchantNames => ({
  of: async (tenant) => {
    const stored = await dynamoTenantStore(table).find(tenant);
    if (stored === undefined) throw new Error(`no tenant ${tenant.tenantId}`);
    const { brand } = stored.settings;
    return brand === null ? stored.name : typeof brand === 'string' ? brand : brand.name;
  },
});

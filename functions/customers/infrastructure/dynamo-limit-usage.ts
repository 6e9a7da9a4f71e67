import { tenantKey } from '../../kernel/persistence/keys.ts';
import type { Table } from '../../kernel/persistence/table.ts';
import type { LimitUsage } from '../ports/limit-usage.ts';
import { limitUsageItem } from './limit-usage-items.ts';

export const dynamoLimitUsage = (table: Table): LimitUsage => ({
  read: async (tenant, customerId, window) => {
    const item = await table.get({ pk: tenantKey(tenant, 'CUSTOMER', customerId), sk: `USAGE#${window}` });
    return item === undefined ? {} : limitUsageItem.decode(item).used;
  },
});

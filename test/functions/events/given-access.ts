import type { TenantContext } from '../../../functions/kernel/tenancy/tenant-context.ts';
import type { TransactionData } from '../../../functions/tenants/domain/settings.ts';
import { tenantToItem } from '../../../functions/tenants/infrastructure/dynamo-tenant-store.ts';
import { givenProgram } from '../../support/programs.ts';
import type { TestPlatform } from '../../support/test-platform.ts';

/** A tenant whose `transactionData` can be switched, as updateTenant does it. */
export const givenAccess = async (
  platform: TestPlatform,
  first: TransactionData,
): Promise<{ readonly tenant: TenantContext; readonly see: (mode: TransactionData) => Promise<void> }> => {
  const { tenant, stored } = await givenProgram(platform, {}, { transactionData: first });
  return {
    tenant,
    see: async (transactionData) => {
      const item = tenantToItem(tenant, { ...stored, settings: { ...stored.settings, transactionData } });
      await platform.table.write({ kind: 'put', item });
    },
  };
};

import type { BasePlatform } from '../platform/platform.ts';
import type { Table } from '../persistence/table.ts';
import type { TenantContext } from '../tenancy/tenant-context.ts';
import { tenantDirectory } from '../tenancy/tenant-directory.ts';
import { tenantClock } from '../time/tenant-clock.ts';
import type { OperationContext } from './context.ts';

/** The context of work that the platform does by itself for a tenant: queue, timer, workflow, provider event. */
export const systemContext = async (
  platform: BasePlatform & { readonly table: Table },
  work: { readonly tenant: TenantContext; readonly operation: string; readonly requestId: string },
): Promise<OperationContext> => ({
  tenant: work.tenant,
  caller: { kind: 'system', operation: work.operation },
  surface: 'system',
  requestId: work.requestId,
  clock: await tenantClock(platform.table, work.tenant, platform.clock),
  log: platform.log.with({ operation: work.operation, requestId: work.requestId, tenantId: work.tenant.tenantId }),
  idempotency: undefined,
});

/** Makes contexts for work that names its tenant by id. @throws Error for a tenant that does not exist */
export const systemContexts = (platform: BasePlatform & { readonly table: Table }, operation: string) => {
  const directory = tenantDirectory(platform.table);
  return async (tenantId: string, requestId: string): Promise<OperationContext> => {
    const tenant = await directory.byId(tenantId);
    if (tenant === undefined) throw new Error(`no tenant ${tenantId}`);
    return systemContext(platform, { tenant, operation, requestId });
  };
};

import type { TenantContext } from '../../functions/kernel/tenancy/tenant-context.ts';
import type { Tenant, TenantOrder } from '../../functions/tenants/domain/tenant.ts';
import { onboardTenant } from '../../functions/tenants/domain/tenant.ts';
import { tenantToItem } from '../../functions/tenants/infrastructure/dynamo-tenant-store.ts';
import type { TestPlatform } from './test-platform.ts';

/** What an operator sends for an ordinary program of the sandbox. */
export const tenantOrder = {
  name: 'Company X',
  program: { name: 'Company X Prepaid', network: 'visa', bin: '411111', currency: 'INR', issuer: 'sandbox' },
} as const satisfies TenantOrder;

/**
 * A tenant with a program, as createTenant leaves it but for its API key.
 * @param program what differs from an ordinary program of the sandbox
 */
export const givenProgram = async (
  platform: TestPlatform,
  program: Partial<TenantOrder['program']> = {},
  settings: TenantOrder['settings'] = {},
): Promise<{ readonly tenant: TenantContext; readonly stored: Tenant }> => {
  const tenant = await platform.tenant({ sandbox: (program.issuer ?? 'sandbox') === 'sandbox' });
  const order = { ...tenantOrder, program: { ...tenantOrder.program, ...program }, settings };
  const stored = onboardTenant(order, {
    tenantId: tenant.tenantId,
    programId: platform.ids.next('prg', tenant),
    usageKey: `usage-of-${tenant.tenantId}`,
    now: platform.clock.now(),
  });
  await platform.table.write({ kind: 'put', item: tenantToItem(tenant, stored) });
  return { tenant, stored };
};

import { NotFound } from '../../kernel/errors/domain-error.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import { presentTenant } from '../answers.ts';
import type { TenantStore } from '../ports/tenant-store.ts';
import type { getTenant as declaration } from './declaration.ts';

interface Dependencies {
  readonly tenants: Pick<TenantStore, 'find'>;
}

/**
 * Reads a tenant.
 *
 * In: its id; tenant staff reach their own only, the chain sees to that. Out: the tenant with program and settings.
 */
export const getTenant =
  ({ tenants }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context }) => {
    const tenant = await tenants.find(context.tenant);
    if (tenant === undefined) throw new NotFound('tenant_not_found');
    return presentTenant(tenant);
  };

import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { Page, PageRequest } from '../../kernel/persistence/page.ts';
import { cursorInvalid } from '../../kernel/persistence/page.ts';
import type { TenantDirectory } from '../../kernel/tenancy/tenant-directory.ts';
import { presentTenant } from '../answers.ts';
import type { Tenant } from '../domain/tenant.ts';
import type { TenantList, TenantStore } from '../ports/tenant-store.ts';
import type { listTenants as declaration } from './declaration.ts';

interface Dependencies {
  readonly tenants: Pick<TenantStore, 'find'>;
  readonly list: TenantList;
  readonly directory: Pick<TenantDirectory, 'byId'>;
}

/** One row needs no cursor, so none was given out. */
const own = async (
  { tenants, directory }: Dependencies,
  { tenantId, cursor }: { readonly tenantId: string; readonly cursor: string | undefined },
): Promise<Page<Tenant>> => {
  if (cursor !== undefined) throw cursorInvalid();
  const tenant = await directory.byId(tenantId);
  const found = tenant === undefined ? undefined : await tenants.find(tenant);
  return { data: found === undefined ? [] : [found], nextCursor: null };
};

/**
 * Lists tenants.
 *
 * In: a page. Out: for operators every tenant, newest first; for tenant staff their own and no other.
 */
export const listTenants =
  (dependencies: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context: { caller }, query }) => {
    const page: PageRequest = query;
    const isOperator = caller.kind === 'staff' && caller.staffOf === 'platform';
    const tenantId = caller.kind === 'staff' ? caller.staffOf : '';
    const { data, nextCursor } = isOperator
      ? await dependencies.list.read(page)
      : await own(dependencies, { tenantId, cursor: page.cursor });
    return { data: data.map(presentTenant), nextCursor };
  };

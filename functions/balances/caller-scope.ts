import type { PlatformContext } from '../kernel/operation/context.ts';
import type { TenantContext } from '../kernel/tenancy/tenant-context.ts';
import type { TenantDirectory } from '../kernel/tenancy/tenant-directory.ts';

/** Whose money a caller may see: every tenant's for operators, else its own. */
export type CallerScope =
  | { readonly kind: 'all' }
  | { readonly kind: 'own'; readonly tenant: TenantContext }
  /** Staff of a tenant that does not exist see nothing. */
  | { readonly kind: 'nothing' };

export const callerScope = async (
  { caller, callerTenant }: PlatformContext,
  directory: Pick<TenantDirectory, 'byId'>,
): Promise<CallerScope> => {
  if (caller.kind === 'staff' && caller.staffOf === 'platform') return { kind: 'all' };
  const own = caller.kind === 'staff' ? await directory.byId(caller.staffOf) : callerTenant;
  return own === undefined ? { kind: 'nothing' } : { kind: 'own', tenant: own };
};

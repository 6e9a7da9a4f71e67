import type { Page, PageRequest } from '../../kernel/persistence/page.ts';
import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { Tenant } from '../domain/tenant.ts';

/** Thrown by the commit of a new tenant whose tag another one took first; the caller tries another tag. */
export class TagTaken extends Error {
  override name = 'TagTaken';
}

/** The tenants of the platform. Reads are strongly consistent. */
export interface TenantStore {
  find(tenant: TenantContext): Promise<Tenant | undefined>;
  /** The tenant and the look-ups that lead to it; refused with TagTaken, or `already_exists` when the id is taken. */
  create(tenant: TenantContext, value: Tenant): readonly WriteIntent[];
  /** The next version; refused with ConcurrentChange unless `value.sequence - 1` is stored. */
  replace(tenant: TenantContext, value: Tenant): WriteIntent;
  /** The partition that holds the tenant and its history. */
  partition(tenant: TenantContext): string;
}

/** All tenants, for operators. */
export interface TenantList {
  /** Newest first; a tenant that was made a moment ago may be missing. @throws cursor_invalid */
  read(page: PageRequest): Promise<Page<Tenant>>;
}

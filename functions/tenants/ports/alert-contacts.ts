import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';

/** Whom a tenant wants to be warned (setting `alertEmails`). */
export interface AlertContacts {
  /** Mail addresses, none when it named none. Personal data: not for logs, events or answers. */
  of(tenant: TenantContext): Promise<readonly string[]>;
}

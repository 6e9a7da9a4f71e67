import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';

/** Which mandate a debit belongs to. */
export interface DebitEntry {
  readonly debitId: string;
  readonly mandateId: string;
}

/** What other subdomains may know of debits. */
export interface DebitDirectory {
  /** @returns undefined when the tenant has no such debit */
  find(tenant: TenantContext, debitId: string): Promise<DebitEntry | undefined>;
}

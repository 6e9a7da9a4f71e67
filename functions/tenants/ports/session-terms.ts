import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';

/** What a tenant's choice and standing mean for the sessions of its customers. */
export interface SessionTerms {
  /** False while the tenant is suspended: nobody calls in its name then. */
  readonly isOpen: boolean;
  /** Lifetime of a session, in minutes. */
  readonly sessionMinutes: number;
  /** Every use of a session moves its end away again. */
  readonly slides: boolean;
  /** The tenant's key in its usage plan: its customers' requests count towards its rate. */
  readonly usageKey: string;
}

/** Where the customer channel learns them. Strongly consistent. */
export interface SessionTermsDirectory {
  /** @returns undefined for a tenant that is not there */
  find(tenant: TenantContext): Promise<SessionTerms | undefined>;
}

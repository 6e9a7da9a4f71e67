import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { CustomerStatus, KycLevel } from '../domain/customer.ts';

/** What other subdomains need of a customer: its standing, its name on cards, its phone for 3-D Secure (AL-07). */
export interface CustomerFacts {
  readonly customerId: string;
  readonly status: CustomerStatus;
  readonly kycLevel: KycLevel;
  readonly displayName: string;
  readonly firstName: string;
  readonly lastName: string;
  /** E.164. */
  readonly phone: string;
}

/** Customers, for those who make something for them. Strongly consistent. */
export interface CustomerDirectory {
  find(tenant: TenantContext, customerId: string): Promise<CustomerFacts | undefined>;
}

import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';

export interface CustomerContact {
  /** E.164. */
  readonly phone: string;
  readonly email: string;
}

/** Where a customer is told what it must hear. Personal data: for the message itself and for nothing else. */
export interface CustomerContacts {
  /** The customer's e-mail address, strongly consistent; undefined when there is no such customer. */
  emailOf(tenant: TenantContext, customerId: string): Promise<string | undefined>;
  /** Everywhere that the customer can be reached, strongly consistent; undefined when there is no such customer. */
  of(tenant: TenantContext, customerId: string): Promise<CustomerContact | undefined>;
}

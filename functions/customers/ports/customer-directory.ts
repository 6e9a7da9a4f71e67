import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { UseRules } from '../../policies/card-controls.ts';
import type { CustomerStatus, KycLevel } from '../domain/customer.ts';

/** What other subdomains may know of a customer. */
export interface CustomerFacts {
  readonly customerId: string;
  readonly status: CustomerStatus;
  readonly kycLevel: KycLevel;
  /** For the front of a card (AL-07). */
  readonly displayName: string;
  readonly firstName: string;
  readonly lastName: string;
  /** E.164; 3-D Secure and the KYC vendor use it (AL-28). */
  readonly phone: string;
  /** What it, or the tenant for it, set for all its cards; undefined until somebody does. */
  readonly rules?: UseRules | undefined;
}

/** Customers, for those who hang something on them. Strongly consistent. */
export interface CustomerDirectory {
  find(tenant: TenantContext, customerId: string): Promise<CustomerFacts | undefined>;
}

/** Guards what is opened for a customer against a change of the customer meanwhile. */
export interface CustomerAdmission {
  /**
   * Belongs into the transaction that opens a balance or a card: refuses it unless the customer is verified and in
   * order at that very moment, and makes a closing that was decided before fail. Refused with `kyc_required` or
   * `invalid_state`.
   * @param seen for what takes over the customer's rules: refused with `concurrent_change` unless they are still these
   */
  admit(tenant: TenantContext, customerId: string, seen?: { readonly rulesVersion: number | undefined }): WriteIntent;
  /**
   * The same for what a customer pays from outside the platform, which asks for no verification: refused with
   * `invalid_state` when the customer is suspended or closed.
   */
  admitPayer(tenant: TenantContext, customerId: string): WriteIntent;
}

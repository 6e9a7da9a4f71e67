import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';

/** The issuing processor, as far as UPI IDs go. */
export interface VpaIssuer {
  /**
   * Makes the UPI ID of an account; one per account, a repeat answers the same.
   * @throws TemporarilyUnavailable when the outcome is unknown: repeat it
   * @throws IssuerRefused when the issuer said no
   */
  createVpa(tenant: TenantContext, accountExternalId: string): Promise<string>;
}

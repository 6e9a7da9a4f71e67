import type { Currency } from '../../kernel/money/currency.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';

/** The virtual account inside the processor's pooled account (M-17). */
export interface VirtualAccount {
  /** The issuer's balance-account id: our `externalId` (AL-04, AL-05). */
  readonly externalId: string;
  readonly number: string;
  readonly ifsc?: string;
  readonly iban?: string;
}

/** The issuing processor, as the balances subdomain needs it. */
export interface AccountIssuer {
  /**
   * Opens an account; one per reference, a repeat answers the same account.
   * @throws TemporarilyUnavailable when the outcome is unknown: repeat with the same reference
   * @throws IssuerRefused when the issuer said no
   */
  openAccount(
    tenant: TenantContext,
    order: { readonly reference: string; readonly currency: Currency; readonly holderName: string },
  ): Promise<VirtualAccount>;
}

import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { ReturnReason } from '../domain/account-credit.ts';

/** The issuing processor, as far as money goes back to who paid it in. */
export interface CreditReturns {
  /**
   * Sends a credit back to its payer; once per credit, a repeat under the same reference changes nothing.
   * @throws TemporarilyUnavailable when the outcome is unknown: repeat it
   * @throws IssuerRefused when the issuer knows no such credit
   */
  sendBack(
    tenant: TenantContext,
    credit: { readonly transferId: string; readonly reference: string; readonly reason: ReturnReason },
  ): Promise<void>;
}

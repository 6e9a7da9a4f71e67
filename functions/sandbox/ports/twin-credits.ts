import type { Money } from '../../kernel/money/money.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';

/** Has the twin's outside world pay money in. */
export interface TwinCredits {
  /**
   * Pays money to an account. One movement per reference: a repeat is the same movement.
   * @throws TemporarilyUnavailable
   */
  deliverCredit(
    tenant: TenantContext,
    credit: {
      readonly reference: string;
      readonly accountExternalId: string;
      readonly amount: Money;
      readonly rail: 'upi' | 'bank_transfer';
      readonly payerVpa?: string;
    },
  ): Promise<{ readonly transferId: string } | 'account_unknown'>;
}

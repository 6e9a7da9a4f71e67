import type { Money } from '../../kernel/money/money.ts';
import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { PartnerKind } from '../domain/partner-balance.ts';

/**
 * Writes of the ledger. Each is one conditional update: no balance is read to decide, so two at once cannot both
 * spend the same money. Whoever stages one stages the journal entry with it.
 */
export interface Ledger {
  /** Money in. Refused with balance_not_found, or invalid_state unless the balance is active. */
  credit(tenant: TenantContext, balanceId: string, amount: Money): WriteIntent;
  /**
   * Money out. Refused with balance_not_found, invalid_state unless the balance is active, or insufficient_funds
   * (402, purse `balance`) when less is available.
   */
  debit(tenant: TenantContext, balanceId: string, amount: Money): WriteIntent;
  /** Charges the tenant's purse of the amount's currency; refused with insufficient_funds (402, `partner_credit` or `partner_deposit`). */
  chargePartner(tenant: TenantContext, kind: PartnerKind, amount: Money): WriteIntent;
  /** Gives back, or reloads; refused with partner_balance_not_found. */
  creditPartner(tenant: TenantContext, kind: PartnerKind, amount: Money): WriteIntent;
}

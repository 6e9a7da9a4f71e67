import type { Money } from '../../kernel/money/money.ts';
import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { BalanceState } from '../domain/balance.ts';

/**
 * Writes of the ledger. Each is one conditional update: no balance is read to decide, so two at once cannot both
 * spend the same money. Whoever stages one stages the journal entry with it.
 */
export interface Ledger {
  /**
   * Money in; the balance keeps the person whose limits it counts towards, once one is named. Refused with
   * balance_not_found, with invalid_state unless the balance is active and can hold that much (2^53 - 1 minor units), or
   * with concurrent_change when it counts towards another person by now.
   */
  credit(
    tenant: TenantContext,
    balanceId: string,
    credit: { readonly amount: Money; readonly person: string | undefined },
  ): WriteIntent;
  /**
   * Money out. Refused with balance_not_found, invalid_state unless the balance is active (or in one of `states`), or
   * insufficient_funds (402, purse `balance`) when less is available, or concurrent_change when it counts towards
   * another person by now.
   */
  debit(
    tenant: TenantContext,
    balanceId: string,
    debit: {
      readonly amount: Money;
      readonly person: string | undefined;
      readonly states?: readonly BalanceState[];
    },
  ): WriteIntent;
  /** Reserves money: what is available becomes held. Refused like a debit, but for the person: what is held is still its. */
  hold(
    tenant: TenantContext,
    balanceId: string,
    hold: { readonly amount: Money; readonly states?: readonly BalanceState[] },
  ): WriteIntent;
  /** Gives held money back to what is available, in any state of the balance. */
  release(tenant: TenantContext, balanceId: string, amount: Money): WriteIntent;
  /**
   * Held money leaves. Refused with concurrent_change when the balance counts towards another person by now, and with
   * invalid_state unless the balance is in one of `states`, by default in any.
   */
  settle(
    tenant: TenantContext,
    balanceId: string,
    settlement: {
      readonly amount: Money;
      readonly person: string | undefined;
      readonly states?: readonly BalanceState[];
    },
  ): WriteIntent;
  /** Writes nothing; refused with invalid_state unless the balance is in one of the states at that very moment. */
  inState(tenant: TenantContext, balanceId: string, states: readonly BalanceState[]): WriteIntent;
  /**
   * Moves by an operator's decision, or because a bank gave back what had left: whatever is available, and below zero
   * too. Keeps the person like a credit. Refused with invalid_state when the balance is closed or cannot hold that much,
   * or concurrent_change when it counts towards another person by now.
   * @param correction.amount above zero is money in, below zero money out
   */
  correct(
    tenant: TenantContext,
    balanceId: string,
    correction: { readonly amount: Money; readonly person: string | undefined },
  ): WriteIntent;
  /**
   * Money that is gone already, because a bank or a network took it: nothing refuses it for want of funds, and it goes
   * out of a frozen or closing balance too (domain.md 2.3). Posted may fall below zero. Refused with invalid_state when
   * the balance is closed: its loss is booked to `suspense` then. Refused with concurrent_change when it counts towards
   * another person by now.
   */
  forceDebit(
    tenant: TenantContext,
    balanceId: string,
    debit: { readonly amount: Money; readonly person: string | undefined },
  ): WriteIntent;
  /**
   * Charges the tenant's credit of the amount's currency; refused with insufficient_funds (402, purse `partner_credit`). A
   * deposit is moved by its slices: `deposit-escrow.ts`.
   */
  chargePartner(tenant: TenantContext, amount: Money): WriteIntent;
  /** Gives back to the credit, or reloads it; refused with partner_balance_not_found, or invalid_state beyond 2^53 - 1. */
  creditPartner(tenant: TenantContext, amount: Money): WriteIntent;
}

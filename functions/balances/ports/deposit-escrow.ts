import type { Currency } from '../../kernel/money/currency.ts';
import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { Share } from '../domain/deposit-slices.ts';

/** How often `findRoom` is asked for one amount. */
export const mostProbes = 5;

/** Slices of a deposit and what each gives or gets; minor units of the currency. The same slice may come twice. */
export interface Shares {
  readonly currency: Currency;
  readonly shares: readonly Share[];
}

/** What one decision does to a deposit; a transaction may write each slice once, so it is said at once. */
export interface DepositChange {
  readonly currency: Currency;
  readonly reserve?: readonly Share[];
  readonly release?: readonly Share[];
  readonly settle?: readonly Share[];
  readonly charge?: readonly Share[];
  readonly refund?: readonly Share[];
}

/**
 * A tenant's deposit, which its customers' spending is charged to (AN-40, AN-69). It is kept in slices, never in one
 * item. All writes are intents: committed together with the hold on the customer's balance, so that a shortage of
 * either leaves both as they were (D-14).
 *
 * To reserve: try the home slice of the balance; when it is short, ask `findRoom` and try what it says, again for as
 * long as somebody was faster, up to `mostProbes` times. The deposit is short when `findRoom` answers undefined, or
 * after all of them: each miss means that another one got its money meanwhile.
 * Intents come in the order of slices. An update of a slice is refused with partner_balance_not_found when there is no
 * such deposit, but for `reserve`.
 */
export interface DepositEscrow {
  /** The slice, 0 to 39, that a balance charges first; never changes. */
  homeSlice(balanceId: string): number;
  /** The tenant's deposit of a currency; it never changes, so callers may keep it. Undefined when it has none. */
  depositPurse(tenant: TenantContext, currency: Currency): Promise<{ readonly partnerBalanceId: string } | undefined>;
  /**
   * Reads all slices once, strongly consistent: the richest one when it has the amount (minor units), else the fewest
   * that have it together, which may be all 40.
   * @returns undefined when the deposit is short
   */
  findRoom(tenant: TenantContext, currency: Currency, amount: bigint): Promise<readonly Share[] | undefined>;
  /**
   * Which slices to charge what was cleared beyond its hold, or without one: those that have it, and for what nobody
   * has, the slice `home`. So slices fall below zero only when the deposit does.
   */
  findCharge(
    tenant: TenantContext,
    currency: Currency,
    charge: { readonly amount: bigint; readonly home: number },
  ): Promise<readonly Share[]>;
  /** Divides shares at an amount: for a clearing of less than was reserved. `first` sums to it, or to all there is. */
  split(
    shares: readonly Share[],
    amount: bigint,
  ): { readonly first: readonly Share[]; readonly rest: readonly Share[] };

  /** available −, held +. Refused with insufficient_funds (402, `partner_deposit`). */
  reserve(tenant: TenantContext, shares: Shares): readonly WriteIntent[];
  /** held −, available +. Refused with invalid_state when less is held. */
  release(tenant: TenantContext, shares: Shares): readonly WriteIntent[];
  /** held −: the money leaves. Refused with invalid_state when less is held. */
  settle(tenant: TenantContext, shares: Shares): readonly WriteIntent[];
  /** available −, also below zero: for what `findCharge` names. Never refused for shortage. */
  charge(tenant: TenantContext, shares: Shares): readonly WriteIntent[];
  /** available +. */
  refund(tenant: TenantContext, shares: Shares): readonly WriteIntent[];
  /** Several of these in one transaction, such as `settle` of a part and `release` of the rest. */
  change(tenant: TenantContext, change: DepositChange): readonly WriteIntent[];
}

/** Puts money into a deposit. */
export interface DepositReload {
  /**
   * Spreads the amount (minor units) evenly over the slices, those below zero first, exactly. Refused with
   * partner_balance_not_found, or invalid_state when the deposit would grow beyond what the wire can say.
   */
  reload(tenant: TenantContext, currency: Currency, amount: bigint): Promise<readonly WriteIntent[]>;
}

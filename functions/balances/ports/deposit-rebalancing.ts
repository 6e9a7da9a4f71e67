import type { Currency } from '../../kernel/money/currency.ts';
import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { Rebalancing } from '../domain/deposit-rebalancing.ts';
import type { SliceLevel } from '../domain/deposit-slices.ts';

/** A tenant's deposit. */
export interface OwnedDeposit {
  readonly tenant: TenantContext;
  readonly partnerBalanceId: string;
  readonly currency: Currency;
}

/** Moves money between the slices of a deposit. */
export interface DepositRebalancing {
  /** Visits the deposits of all tenants; a new one is among them within moments. */
  eachDeposit(visit: (deposit: OwnedDeposit) => Promise<void>): Promise<void>;
  /** All slices, strongly consistent. */
  levels(deposit: OwnedDeposit): Promise<readonly SliceLevel[]>;
  /** Refused with concurrent_change when a slice that gives has less by now. */
  move(deposit: OwnedDeposit, rebalancing: Rebalancing): readonly WriteIntent[];
}

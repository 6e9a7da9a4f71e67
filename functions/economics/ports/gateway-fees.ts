import type { Money } from '../../kernel/money/money.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';

/** What a load costs its company, and which version of the schedule says so. */
export interface GatewayFee {
  /** 0 or more, in the currency of the load. */
  readonly amount: Money;
  readonly scheduleVersion: number;
}

/** What the platform charges for loads by gateway payments (M-19). */
export interface GatewayFees {
  /** By the schedule in force, strongly consistent; undefined when none names such loads. */
  ofLoad(tenant: TenantContext, amount: Money): Promise<GatewayFee | undefined>;
}

import type { Currency } from '../../kernel/money/currency.ts';
import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { FeeSchedule } from '../domain/fee-schedule.ts';

/** The schedule of a tenant's one program. Strongly consistent. */
export interface FeeSchedules {
  /** The schedule in force; the one without fees until somebody sets another. */
  find(tenant: TenantContext, program: { readonly currency: Currency }): Promise<FeeSchedule>;
  /** The next version; refused with concurrent_change when the one before is not in force any more. */
  set(tenant: TenantContext, schedule: FeeSchedule): WriteIntent;
  /** The partition that holds the schedule and its history. */
  partition(tenant: TenantContext): string;
}

import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';

interface Typed {
  readonly type: string;
}

/** What a tenant may see of its events, in the log and in webhooks (regulation.md rule 105). Decided by type alone. */
export interface EventAccess {
  /** Those of the events that the tenant may see now, in their order. */
  visible<Event extends Typed>(tenant: TenantContext, events: readonly Event[]): Promise<readonly Event[]>;
  /** @throws transaction_data_restricted */
  require(tenant: TenantContext, event: Typed): Promise<void>;
}

import type { Temporal } from 'temporal-polyfill';
import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { AttemptCounts, EndpointHealth } from '../domain/endpoint-health.ts';

/**
 * How endpoints do. Counters are written beside the deliveries' transactions, so that many deliveries at once do not
 * wait for one item; a message that is delivered twice may count twice.
 */
export interface HealthLog {
  read(tenant: TenantContext, endpointId: string): Promise<EndpointHealth>;
  noteSuccess(tenant: TenantContext, endpointId: string, at: Temporal.Instant): Promise<void>;
  /** @param pausedUntil when the endpoint asked to be left alone */
  noteFailure(
    tenant: TenantContext,
    endpointId: string,
    failure: { readonly at: Temporal.Instant; readonly pausedUntil?: Temporal.Instant | undefined },
  ): Promise<void>;
  /** Ends the run of failures. */
  noteRecovery(tenant: TenantContext, endpointId: string): Promise<void>;
  /** Attempts of the last 24 hours, by whole hours. */
  counts(tenant: TenantContext, endpointId: string, now: Temporal.Instant): Promise<AttemptCounts>;
  /** Forgets the run of failures: the tenant says that the endpoint is well. */
  forget(tenant: TenantContext, endpointId: string): WriteIntent;
}

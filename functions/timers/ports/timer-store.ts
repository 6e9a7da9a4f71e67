import type { Temporal } from 'temporal-polyfill';
import type { Timer } from '../../kernel/timers/timer-item.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';

/** Timers of a tenant, as dispatcher, sweep and clock see them; they are set by the units of work of others. */
export interface TimerStore {
  find(tenant: TenantContext, timer: Pick<Timer, 'operation' | 'key'>): Promise<Timer | undefined>;
  /** Timers on business time due before an instant of it, earliest first. */
  dueBefore(tenant: TenantContext, instant: Temporal.Instant, limit: number): Promise<readonly Timer[]>;
  /** Timers on real time due before a real instant, earliest first; the tenant's clock does not rule them. */
  realDueBefore(tenant: TenantContext, instant: Temporal.Instant, limit: number): Promise<readonly Timer[]>;
  /** The tenant's timers on business time from the earliest on. */
  all(tenant: TenantContext, limit: number): Promise<readonly Timer[]>;
  /** Takes a fired timer away, unless it was moved meanwhile. */
  done(tenant: TenantContext, timer: Timer): Promise<void>;
  /** Notes the real time of a timer after the tenant's clock was advanced; the relay moves its schedule. */
  retime(tenant: TenantContext, timer: Timer, fireAtEpochSeconds: number): Promise<void>;
}

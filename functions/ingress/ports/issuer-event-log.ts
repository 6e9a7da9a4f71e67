import type { Temporal } from 'temporal-polyfill';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';

/** An event as its provider keeps it. */
export interface LoggedEvent {
  readonly eventId: string;
  /** Real time at which the provider recorded it. */
  readonly recordedAt: Temporal.Instant;
  /** The bytes that its webhook carries. */
  readonly raw: Uint8Array;
}

export interface LoggedEvents {
  readonly events: readonly LoggedEvent[];
  /** Names the next page; undefined after the last one. A page may be empty and still have a next one. */
  readonly next: string | undefined;
}

/** What a provider has to tell of a tenant's program, delivered or not (M-27). */
export interface IssuerEventLog {
  /**
   * Events recorded at `since` or later, the oldest first.
   * @param page `next` of the page before; undefined for the first
   * @throws TemporarilyUnavailable when the provider does not answer
   */
  list(tenant: TenantContext, since: Temporal.Instant, page: string | undefined): Promise<LoggedEvents>;
}

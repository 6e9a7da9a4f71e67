import type { EventEnvelope } from '../../kernel/events/envelope.ts';
import type { Page, PageRequest } from '../../kernel/persistence/page.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';

/** Which events are asked for. */
export interface EventQuery extends PageRequest {
  /** An exact type such as `card.locked`, or all of one noun: `card.*`. */
  readonly type?: string | undefined;
  /** Oldest first, beginning behind this event; without it newest first. */
  readonly after?: string | undefined;
  /** Nouns whose events are left out. */
  readonly without?: readonly string[] | undefined;
}

/** A tenant's events: its records, in the order of their ids. */
export interface EventLog {
  /**
   * One page. With a `type`, or `without` nouns, it may hold fewer rows than asked for, even none, and still name a next page: the work
   * of one call is bounded.
   * @throws cursor_invalid
   */
  list(tenant: TenantContext, query: EventQuery): Promise<Page<EventEnvelope>>;
}

/** One event of a tenant; another tenant's is not found. */
export interface EventFinder {
  find(tenant: TenantContext, eventId: string): Promise<EventEnvelope | undefined>;
}

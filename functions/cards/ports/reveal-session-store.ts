import type { Temporal } from 'temporal-polyfill';
import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { RevealSession } from '../domain/reveal-session.ts';

/** Reveal sessions of a tenant; kept for a day after their end. */
export interface RevealSessionStore {
  /** Strongly consistent; undefined for what is no id of a reveal session too. */
  find(tenant: TenantContext, revealSessionId: string): Promise<RevealSession | undefined>;
  create(tenant: TenantContext, session: RevealSession): WriteIntent;
  /**
   * Uses the session up.
   * @param at real time
   * @throws RevealSessionRequired when the work is committed and the session was used or is over
   */
  use(tenant: TenantContext, session: RevealSession, at: Temporal.Instant): WriteIntent;
  /** The partition that holds the session and its record. */
  partition(tenant: TenantContext, revealSessionId: string): string;
}

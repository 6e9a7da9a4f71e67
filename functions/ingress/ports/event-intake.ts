import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { LoggedEvent } from './issuer-event-log.ts';

/**
 * `queued`: the worker gets it. `settled`: it was applied or quarantined before. `unowned`: it speaks of nothing that
 * we know, so there is nothing to apply it to yet. `foreign`: it speaks of another tenant's resource and is refused.
 */
export type Intake = 'queued' | 'settled' | 'unowned' | 'foreign';

/** The way in for events that did not come by webhook. */
export interface EventIntake {
  /** @param tenant whose program the event was listed for; it reaches no other tenant */
  take(tenant: TenantContext, event: Pick<LoggedEvent, 'eventId' | 'raw'>): Promise<Intake>;
}

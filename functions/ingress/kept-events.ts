import { DomainError } from '../kernel/errors/domain-error.ts';
import type { Meter } from '../kernel/observability/meter.ts';
import type { TenantContext } from '../kernel/tenancy/tenant-context.ts';
import type { InboundEvent, InboundState } from './domain/inbound-event.ts';
import { isDone } from './domain/inbound-event.ts';
import type { InboundStore } from './ports/inbound-store.ts';

/** An event as it reached the worker. */
export interface Arrival {
  readonly event: InboundEvent;
  /** The bytes that were signed. */
  readonly raw: Uint8Array;
  /** Sent again by an engineer: what lies in quarantine is looked at anew. */
  readonly isReplay: boolean;
}

/** The resource is not here yet: the queue delivers again, and the DLQ keeps what never fits. */
export const parked = (): DomainError =>
  new DomainError('unavailable', 'event_parked', { detail: 'The resource of this event is not known yet.' });

/** How every worker of this subdomain keeps an event before it acts, acts once, and notes what became of it. */
export const keptEvents = (deps: { readonly inbound: InboundStore; readonly meter: Meter }) => {
  const { inbound, meter } = deps;

  /** An event whose type was unknown when it came lies apart from every tenant's: it leaves quarantine there too. */
  const releaseUnowned = async (eventId: string, state: InboundState): Promise<void> => {
    if ((await inbound.stateOf(undefined, eventId)) === 'quarantined') await inbound.settle(undefined, eventId, state);
  };

  return {
    /** Keeps what is authentic and cannot be acted on, apart from every tenant's events. */
    quarantine: async ({ event, raw, isReplay }: Arrival): Promise<void> => {
      const earlier = await inbound.keep(undefined, event, raw);
      if (isDone(earlier, isReplay)) return;
      await inbound.settle(undefined, event.eventId, 'quarantined');
      meter.count('event_quarantined', 1);
    },
    /**
     * Lets an event have its effect unless it had it before. A crash in between repeats `act`, which is idempotent by
     * the resource's state.
     * @param owner undefined for an event that is about nothing of a tenant's
     */
    settleOnce: async (
      owner: TenantContext | undefined,
      { event, raw, isReplay }: Arrival,
      act: () => Promise<InboundState>,
    ): Promise<void> => {
      const earlier = await inbound.keep(owner, event, raw);
      if (isDone(earlier, isReplay)) {
        if (isReplay && earlier !== undefined) await releaseUnowned(event.eventId, earlier);
        meter.count('duplicate_event', 1);
        return;
      }
      const state = await act();
      await inbound.settle(owner, event.eventId, state);
      if (isReplay) await releaseUnowned(event.eventId, state);
      if (state === 'quarantined') meter.count('event_quarantined', 1);
    },
  };
};

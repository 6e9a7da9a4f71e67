import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { InboundEvent, InboundState } from '../domain/inbound-event.ts';

/** Inbound events as they came (M-15). Raw bodies are stored encrypted to the platform's own message key. */
export interface InboundStore {
  /**
   * Keeps an event before anything is done with it.
   * @param owner undefined when the event cannot be laid to a tenant
   * @returns the state of an earlier delivery of the same event; undefined for the first
   */
  keep(owner: TenantContext | undefined, event: InboundEvent, raw: Uint8Array): Promise<InboundState | undefined>;
  /** What became of an event; undefined when it was never kept. May lag behind by a moment. */
  stateOf(owner: TenantContext | undefined, eventId: string): Promise<InboundState | undefined>;
  /** Notes what became of it. */
  settle(owner: TenantContext | undefined, eventId: string, state: InboundState): Promise<void>;
}

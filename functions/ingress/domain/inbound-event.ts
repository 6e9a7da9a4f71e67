/** What became of an inbound event (domain.md 2.11). */
export const inboundStates = ['received', 'applied', 'already', 'not_allowed', 'quarantined'] as const;
export type InboundState = (typeof inboundStates)[number];

/** Nothing more is to be done with the event; `undefined` is the state of one that was never kept. */
export const isSettled = (state: InboundState | undefined): boolean => state !== undefined && state !== 'received';

/** True when a delivery has nothing to do any more; a replay looks again at what is in quarantine. */
export const isDone = (state: InboundState | undefined, isReplay: boolean): boolean =>
  isSettled(state) && !(isReplay && state === 'quarantined');

/** Who speaks a protocol of its own; events in the platform's own words name nobody. */
export const inboundSources = ['razorpay'] as const;

/** What is kept of any provider's event. */
export interface InboundEvent {
  /** Names the event, the same at every delivery; the first dedupe key. */
  readonly eventId: string;
  readonly type: string;
  /** The provider's id of the resource that it speaks of. */
  readonly reference: string;
  /** RFC 3339, the provider's time. */
  readonly occurredAt: string;
  readonly source?: (typeof inboundSources)[number] | undefined;
  /** The provider's own id of the event where another one names it. */
  readonly deliveredAs?: string | undefined;
}

/** What became of an inbound event (domain.md 2.11). */
export const inboundStates = ['received', 'applied', 'already', 'not_allowed', 'quarantined'] as const;
export type InboundState = (typeof inboundStates)[number];

/** Nothing more is to be done with the event; `undefined` is the state of one that was never kept. */
export const isSettled = (state: InboundState | undefined): boolean => state !== undefined && state !== 'received';

/** True when a delivery has nothing to do any more; a replay looks again at what is in quarantine. */
export const isDone = (state: InboundState | undefined, isReplay: boolean): boolean =>
  isSettled(state) && !(isReplay && state === 'quarantined');

/** An id that a provider may give an event: printable, as it stands in a header. */
export const eventIdPattern = /^[\u0021-\u007e]{1,128}$/u;

/** A provider's event, after its signature was checked. */
export interface IssuerEvent {
  /** The provider's id of the event; the first dedupe key. */
  readonly eventId: string;
  readonly type: string;
  /** The provider's id of the resource that it speaks of. */
  readonly reference: string;
  /** RFC 3339, the provider's time. */
  readonly occurredAt: string;
  readonly data: Readonly<Record<string, unknown>>;
}

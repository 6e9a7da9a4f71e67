import type { InboundEvent } from './inbound-event.ts';

/** An id that a provider may give an event: printable, as it stands in a header. */
export const eventIdPattern = /^[\u0021-\u007e]{1,128}$/u;

/** A provider's event in the issuer's protocol, after its signature was checked. */
export interface IssuerEvent extends InboundEvent {
  readonly data: Readonly<Record<string, unknown>>;
}

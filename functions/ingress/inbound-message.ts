import type { QueueMessage } from '../kernel/platform/platform.ts';

/** Where events wait for their worker: one queue a protocol, so that a flood of one does not hold up the other. */
export type InboundQueue = 'issuer-events' | 'payment-events';

/** An event on its way to the worker; the same form whichever way it came in. */
export const inboundMessage = (
  event: {
    readonly eventId: string;
    readonly raw: Uint8Array;
    /** RFC 3339. */
    readonly receivedAt: string;
    /** Sent again by an engineer: what lies in quarantine is looked at anew. */
    readonly replay?: true;
  },
  queue: InboundQueue = 'issuer-events',
): QueueMessage => ({
  queue,
  body: JSON.stringify({ ...event, raw: Buffer.from(event.raw).toString('base64') }),
});

import type { Temporal } from 'temporal-polyfill';
import type { Receipt } from './notification.ts';

type Reading = 'delivered' | { readonly failure: string; readonly isBounce: boolean };

const lost = (failure: string): Reading => ({ failure, isBounce: false });

/**
 * What ends a message's way, by the carriers' names. A text is delivered once the network says so; many networks say no
 * more than that they took it for good (`TEXT_SUCCESSFUL`), for which the service's documentation uses both alike.
 */
const readings: Readonly<Record<string, Reading>> = {
  TEXT_DELIVERED: 'delivered',
  TEXT_SUCCESSFUL: 'delivered',
  TEXT_BLOCKED: lost('blocked'),
  TEXT_CARRIER_BLOCKED: lost('blocked'),
  TEXT_PROTECT_BLOCKED: lost('blocked'),
  TEXT_SPAM: lost('blocked'),
  TEXT_INVALID: lost('recipient_invalid'),
  TEXT_INVALID_MESSAGE: lost('rejected'),
  TEXT_CARRIER_UNREACHABLE: lost('unreachable'),
  TEXT_UNREACHABLE: lost('unreachable'),
  TEXT_TTL_EXPIRED: lost('expired'),
  TEXT_UNKNOWN: lost('unknown'),
  'Email Delivered': 'delivered',
  'Email Bounced': { failure: 'bounced', isBounce: true },
  'Email Rejected': lost('rejected'),
};

/** Steps on the way, which say nothing of the end. */
const steps: ReadonlySet<string> = new Set(['TEXT_QUEUED', 'TEXT_PENDING', 'TEXT_SENT']);

/**
 * What a carrier's event says of a message, or undefined while it is on its way.
 * @throws RangeError for an event that nobody has read about yet
 */
export const receiptOf = (event: string, at: Temporal.Instant): Receipt | undefined => {
  if (steps.has(event)) return undefined;
  const reading = Object.hasOwn(readings, event) ? readings[event] : undefined;
  if (reading === undefined) throw new RangeError(`no carrier's event is known as ${event}`);
  return reading === 'delivered' ? { outcome: 'delivered', at } : { outcome: 'undelivered', ...reading };
};

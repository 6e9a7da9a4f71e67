import type { InboundEvent } from './inbound-event.ts';

/** The provider's ids that an event names. */
export interface PaymentReferences {
  readonly orderId?: string | undefined;
  readonly paymentId?: string | undefined;
  readonly tokenId?: string | undefined;
  readonly refundId?: string | undefined;
}

/** An event of the payment provider, after its signature was checked. */
export interface PaymentEvent extends InboundEvent {
  readonly references: PaymentReferences;
  /** Whose account at the provider it happened in; undefined when the event does not say. */
  readonly accountId: string | undefined;
  /** The token that it tells of is a mandate, not a card's network token. */
  readonly isMandateToken: boolean;
}

/** Whoever owns the resource looks at the provider when one of these comes. */
const hints: ReadonlySet<string> = new Set([
  'payment.authorized',
  'payment.captured',
  'payment.failed',
  'order.paid',
  'order.notification.delivered',
  'order.notification.failed',
  'refund.created',
  'refund.processed',
  'refund.failed',
]);

/** Of a mandate; `token.resumed` is documented nowhere, and nothing else could be meant by it. */
const mandateTokenHints: ReadonlySet<string> = new Set([
  'token.confirmed',
  'token.rejected',
  'token.paused',
  'token.resumed',
  'token.cancelled',
  'token.cancellation_initiated',
]);

/** Known, and without a consequence for what we keep: card networks' tokens, disputes, outages, speeds of refunds. */
const notes = [
  /^token\.(?:initiated|activated|suspended|deactivated|expiry_updated)$/u,
  /^payment\.dispute\.(?:created|under_review|action_required|won|lost|closed)$/u,
  /^payment\.downtime\.(?:started|updated|resolved)$/u,
  /^refund\.speed_changed$/u,
];

/** The provider's documentation names the events of notices without the `order.` that its messages carry. */
export const eventName = (type: string): string => (type.startsWith('notification.') ? `order.${type}` : type);

/** `hint`: somebody looks. `note`: it is kept, and that is all. `unknown`: it is quarantined, for somebody to see. */
export type Dealing = 'hint' | 'note' | 'unknown';

/**
 * Whether it has no consequence when nobody owns what it names: a rejected token that no mandate has taken over never
 * allowed anything, and its payment that failed ends the registration.
 */
export const isMootWithoutOwner = (dealing: Dealing, { type }: Pick<PaymentEvent, 'type'>): boolean =>
  dealing === 'note' || type === 'token.rejected';

/** What is to be done with an event: by its name, and for tokens by what they are, since both kinds share a prefix. */
export const dealingWith = ({ type, isMandateToken }: Pick<PaymentEvent, 'type' | 'isMandateToken'>): Dealing => {
  const name = eventName(type);
  if (hints.has(name)) return 'hint';
  if (mandateTokenHints.has(name)) return isMandateToken ? 'hint' : 'note';
  return notes.some((known) => known.test(name)) ? 'note' : 'unknown';
};

import * as z from 'zod';
import { defineItem, instant, wholeNumber } from '../../../kernel/persistence/item.ts';
import { tenantKey } from '../../../kernel/persistence/keys.ts';
import type { Key } from '../../../kernel/persistence/table.ts';
import type { TenantContext } from '../../../kernel/tenancy/tenant-context.ts';

/** Events of the payment provider, in its own words. */
const paymentEventTypes = [
  'payment.authorized',
  'payment.captured',
  'payment.failed',
  'order.paid',
  'order.notification.delivered',
  'order.notification.failed',
  'token.confirmed',
  'token.rejected',
  'token.paused',
  'token.cancelled',
  'refund.created',
  'refund.processed',
] as const;
export type PaymentEventType = (typeof paymentEventTypes)[number];

export const eventTypes = [
  'card.created',
  'card.status_changed',
  'card.order_status',
  'card.delivery',
  'card.authorization_advice',
  'card.authorization_reversed',
  'card.authorization_expired',
  'card.cleared',
  'card.force_posted',
  'card.refunded',
  'account.credited',
  'kyc.completed',
  'bank_transfer.returned',
  ...paymentEventTypes,
] as const;

export const eventItem = defineItem({
  name: 'twin_event',
  subdomain: 'sandbox',
  summary: 'An event that the twin sends or has sent; kept for whoever looks for a gap.',
  keys: { pk: 'T#<program>#EVENTS', sk: '<eventId>' },
  schema: z.object({
    eventId: z.string(),
    type: z.enum(eventTypes),
    /** Id of what it is about: card, account, KYC case, bank transfer, payment; the platform's of a card order. */
    reference: z.string(),
    /** The program's time. */
    occurredAt: instant,
    /** JSON; masked, never card data. Of the payment provider it is the whole body of the webhook. */
    data: z.string(),
    status: z.enum(['pending', 'delivered', 'given_up']),
    attempts: wholeNumber,
  }),
});

export type TwinEvent = z.output<typeof eventItem.schema>;

export const isPaymentEvent = (type: TwinEvent['type']): type is PaymentEventType =>
  paymentEventTypes.some((known) => known === type);

export const pendingItem = defineItem({
  name: 'twin_pending_event',
  subdomain: 'sandbox',
  summary: 'An event that has not been delivered yet; goes when it was, or when the twin gives up.',
  keys: { pk: 'T#<program>#PENDING', sk: '<eventId>' },
  schema: z.object({
    eventId: z.string(),
    attempts: wholeNumber,
    /** Deliveries of one attempt: 2 when a fault duplicates it. */
    copies: wholeNumber,
    /** Real time. */
    notBefore: instant,
  }),
});

export type PendingEvent = z.output<typeof pendingItem.schema>;

export const eventKey = (program: TenantContext, eventId: string): Key => ({
  pk: tenantKey(program, 'EVENTS'),
  sk: eventId,
});

export const pendingKey = (program: TenantContext, eventId: string): Key => ({
  pk: tenantKey(program, 'PENDING'),
  sk: eventId,
});

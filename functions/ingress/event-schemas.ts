import * as z from 'zod';
import { amountOf } from '../kernel/http/schemas.ts';
import { eventIdPattern } from './domain/issuer-event.ts';

/** What every event of the issuer says (docs/issuer-protocol.md); other members are the type's own. */
export const eventSchema = z.object({
  type: z.string().max(64),
  reference: z.string().max(128),
  occurredAt: z.iso.datetime({ offset: true }),
  data: z.record(z.string(), z.unknown()).default({}),
});

const mostEvents = 10;

/** Several events in one delivery; each names itself, and none twice. */
export const batchSchema = z
  .array(z.looseObject({ eventId: z.string().regex(eventIdPattern), ...eventSchema.shape }))
  .min(1)
  .max(mostEvents)
  .refine((events) => new Set(events.map(({ eventId }) => eventId)).size === events.length, 'an event id comes twice');

/** `data` of `kyc.completed` (docs/issuer-protocol.md). */
export const kycCompletedData = z.object({
  outcome: z.enum(['approved', 'rejected', 'resubmission_required', 'abandoned']),
  identityReference: z.string().max(128).optional(),
});

/** `data` of `card.created`; members that only inform are not read. */
export const cardCreatedData = z.object({ status: z.enum(['inactive', 'active', 'suspended', 'closed']) });

/** `data` of `card.status_changed`. The reason is the issuer's word and may be one that is not known. */
export const cardStatusChangedData = z.object({
  to: z.enum(['inactive', 'active', 'suspended', 'closed']),
  reason: z.string().max(64).catch('').optional(),
});

const providerWord = z.string().min(1).max(64);

/** `data` of `card.order_status`: the order report, told without being asked. A status may be one that is not known. */
export const cardOrderStatusData = z.object({ status: providerWord });

/** `data` of `card.delivery`: where the plastic is, or its PIN mailer. A status may be one that is not known. */
export const cardDeliveryData = z.object({
  eventId: z.string().regex(eventIdPattern).optional(),
  item: z.enum(['card', 'pin_mailer']).default('card'),
  status: providerWord,
  carrier: providerWord.optional(),
  trackingNumber: providerWord.optional(),
  at: z.iso.datetime({ offset: true }),
});

/** `data` of `account.credited`: money that somebody paid to a balance's account. */
export const accountCreditedData = z.object({
  transferId: z.string().min(1).max(80),
  amount: amountOf(1),
  rail: z.enum(['upi', 'bank_transfer']),
  payerVpa: z.string().min(1).max(255).optional(),
});

/** `data` of `bank_transfer.returned`: the whole transfer; what counts is the amount of the load or withdrawal. */
export const bankTransferReturnedData = z.object({ amount: z.int(), currency: z.string(), reason: z.string().max(64) });

import * as z from 'zod';
import { amountOf } from '../kernel/http/schemas.ts';

const name = z.object({ id: z.string().min(1).max(64), transmittedAt: z.iso.datetime() });

const merchant = z.object({
  name: z.string().min(1).max(100),
  mcc: z.string().regex(/^\d{4}$/),
  country: z.string().regex(/^[A-Z]{2}$/),
});

/** What every message of the card network has (docs/issuer-protocol.md). */
const about = { message: name, original: name.optional(), merchant: merchant.optional() };

/** A debit under a third party's mandate; the network registers none by itself, so that nothing else takes effect. */
const mandate = z.discriminatedUnion('act', [
  z.object({
    act: z.literal('debit'),
    reference: z.string().regex(/^[\w.:-]{1,64}$/u),
    announcement: z
      .string()
      .regex(/^[\w.:-]{1,64}$/u)
      .optional(),
  }),
  z.object({ act: z.literal('register') }),
]);

const linked = { ...about, original: name };

/** `data` of each message of the card network, by its event type. */
export const cardMessageSchemas = {
  'card.authorization_advice': z.object({
    ...about,
    amount: amountOf(1),
    standIn: z.boolean().default(false),
    mandate: mandate.optional(),
  }),
  'card.authorization_reversed': z.object({ ...linked, amount: amountOf(1).optional() }),
  'card.authorization_expired': z.object(linked),
  'card.cleared': z.object({ ...about, amount: amountOf(1), final: z.boolean() }),
  'card.force_posted': z.object({ ...about, amount: amountOf(1) }),
  'card.refunded': z.object({ ...about, amount: amountOf(1) }),
  'card.refund_reversed': z.object({ ...about, amount: amountOf(1) }),
  'card.charged_back': z.object({
    ...about,
    amount: amountOf(1),
    phase: z.enum(['provisional', 'won', 'lost']),
  }),
} as const;

export type CardMessageType = keyof typeof cardMessageSchemas;

/** What a message of any of the types has in common, once it is read. */
export type CardMessageData = z.output<(typeof cardMessageSchemas)[CardMessageType]>;

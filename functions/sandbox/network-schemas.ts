import * as z from 'zod';
import { amountOf, text } from '../kernel/http/schemas.ts';

/** At least 1 minor unit. */
export const networkAmount = amountOf(1);

/** The platform's id of an authorization. */
export const authorizationId = z.string().min(1).max(64);

export const networkMerchant = z
  .strictObject({
    name: text(100),
    mcc: z.string().regex(/^\d{4}$/, 'must be a merchant category code of four digits'),
    country: z.string().regex(/^[A-Z]{2}$/, 'must be an ISO 3166 two-letter code'),
  })
  .meta({ id: 'NetworkMerchant' });

/** The decision that the card network heard; ids are null when the platform gave none in time. */
export const decisionAnswer = z
  .object({
    authorizationId: z.string().nullable(),
    decision: z.enum(['approved', 'declined']),
    actionCode: z.string(),
    responseCode: z.string(),
    decisionId: z.string().nullable(),
    approvedAmount: networkAmount.extend({ amount: z.int().min(0) }),
  })
  .meta({ id: 'SimulatedDecision' });

/** A message that was sent; its effect follows. */
export const messageAnswer = z
  .object({ messageId: z.string(), eventId: z.string(), authorizationId: z.string().nullable() })
  .meta({ id: 'SimulatedCardMessage' });

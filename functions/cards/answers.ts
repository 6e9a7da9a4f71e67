import * as z from 'zod';
import { timestamp } from '../kernel/http/schemas.ts';
import { toTimestamp } from '../kernel/time/clock.ts';
import type { Card } from './domain/card.ts';
import { cardStatuses, maskedPan, networks } from './domain/card.ts';
import type { CardData } from './ports/issuer-processor.ts';

/** A card, masked. */
export const cardAnswer = z
  .object({
    cardId: z.string(),
    customerId: z.string(),
    balanceId: z.string(),
    type: z.enum(['virtual', 'physical']),
    network: z.enum(networks),
    status: z.enum(cardStatuses),
    displayName: z.string(),
    firstSix: z.string(),
    lastFour: z.string(),
    maskedPan: z.string(),
    expiryMonth: z.int().min(1).max(12),
    expiryYear: z.int(),
    threeDs: z.object({ enabled: z.boolean() }),
    createdAt: timestamp,
  })
  .meta({ id: 'Card' });

export const presentCard = (card: Card): z.input<typeof cardAnswer> => ({
  cardId: card.cardId,
  customerId: card.customerId,
  balanceId: card.balanceId,
  type: card.type,
  network: card.network,
  status: card.status,
  displayName: card.displayName,
  firstSix: card.firstSix,
  lastFour: card.lastFour,
  maskedPan: maskedPan(card),
  expiryMonth: card.expiryMonth,
  expiryYear: card.expiryYear,
  threeDs: { enabled: card.threeDsEnabled },
  createdAt: toTimestamp(card.createdAt),
});

/** Full card data: leaves only encrypted to the caller's key (AN-54); staff get it without PAN and CVV (AN-56). */
export const fullCardAnswer = z
  .object({
    cardId: z.string(),
    balanceId: z.string(),
    status: z.enum(cardStatuses),
    pan: z.string().nullable().optional(),
    expiryMonth: z.int().min(1).max(12),
    expiryYear: z.int(),
    cvv: z.string().nullable().optional(),
  })
  .meta({ id: 'FullCardData' });

export const presentFullCard = (card: Card, data: CardData | undefined): z.input<typeof fullCardAnswer> => ({
  cardId: card.cardId,
  balanceId: card.balanceId,
  status: card.status,
  expiryMonth: card.expiryMonth,
  expiryYear: card.expiryYear,
  ...(data === undefined ? {} : { pan: data.pan, cvv: data.cvv }),
});

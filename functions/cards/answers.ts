import * as z from 'zod';
import { timestamp } from '../kernel/http/schemas.ts';
import { toTimestamp } from '../kernel/time/clock.ts';
import type { Card } from './domain/card.ts';
import type { CardOrder } from './domain/card-order.ts';
import { cardStatuses, cardTypes, issuerStatuses, maskedPan, networks } from './domain/card.ts';
import type { CardReplacement } from './domain/card-replacement.ts';
import type { CardLock } from './domain/card-lock.ts';
import { actors, lockCodes, lockTable } from './domain/lock-table.ts';

/** An open lock. */
const lockAnswer = z.object({
  code: z.literal(lockCodes),
  name: z.string(),
  actionCode: z.string(),
  reversible: z.boolean(),
  origin: z.enum(actors),
  at: timestamp,
});

const presentLock = ({ code, origin, at }: CardLock): z.input<typeof lockAnswer> => {
  const { name, actionCode, reversible } = lockTable[code];
  return { code, name, actionCode, reversible, origin, at: toTimestamp(at) };
};

/** A card, masked. */
export const cardAnswer = z
  .object({
    cardId: z.string(),
    customerId: z.string(),
    balanceId: z.string(),
    type: z.enum(cardTypes),
    network: z.enum(networks),
    status: z.enum(cardStatuses),
    /** What was asked for here, and what the issuer says (D-02). */
    requestedStatus: z.enum(cardStatuses),
    /** Absent until the card is linked, like everything that the issuer makes. */
    issuerStatus: z.enum(issuerStatuses).optional(),
    /** Open locks; the card is active only when there is none. */
    locks: z.array(lockAnswer),
    /** The card that is used in its place, and the one whose place it takes: links of a chain. */
    replacedBy: z.string().optional(),
    replaces: z.string().optional(),
    displayName: z.string(),
    firstSix: z.string().optional(),
    lastFour: z.string().optional(),
    maskedPan: z.string().optional(),
    expiryMonth: z.int().min(1).max(12).optional(),
    expiryYear: z.int().optional(),
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
  requestedStatus: card.requestedStatus,
  issuerStatus: card.issuerStatus,
  locks: card.locks.map(presentLock),
  ...(card.replacedBy === undefined ? {} : { replacedBy: card.replacedBy }),
  ...(card.replaces === undefined ? {} : { replaces: card.replaces }),
  displayName: card.displayName,
  firstSix: card.firstSix,
  lastFour: card.lastFour,
  maskedPan: maskedPan(card),
  expiryMonth: card.expiryMonth,
  expiryYear: card.expiryYear,
  threeDs: { enabled: card.threeDsEnabled },
  createdAt: toTimestamp(card.createdAt),
});

/** A card that is ordered and not linked yet: nothing of it is made. */
export const presentOrdered = (
  order: CardOrder,
  replacement: Pick<CardReplacement, 'replaces'> | undefined,
): z.input<typeof cardAnswer> => ({
  cardId: order.cardId,
  customerId: order.customerId,
  balanceId: order.balanceId,
  type: 'physical',
  network: order.network,
  status: order.status === 'failed' ? 'failed' : 'requested',
  requestedStatus: 'inactive',
  locks: [],
  ...(replacement === undefined ? {} : { replaces: replacement.replaces }),
  displayName: order.displayName,
  threeDs: { enabled: true },
  createdAt: toTimestamp(order.createdAt),
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

/** @param data what the caller may see; undefined for staff */
export const presentFullCard = (
  card: Card,
  data: { readonly pan: string | null; readonly cvv: string | null } | undefined,
): z.input<typeof fullCardAnswer> => ({
  cardId: card.cardId,
  balanceId: card.balanceId,
  status: card.status,
  expiryMonth: card.expiryMonth,
  expiryYear: card.expiryYear,
  ...(data === undefined ? {} : { pan: data.pan, cvv: data.cvv }),
});

import * as z from 'zod';
import { timestamp } from '../kernel/http/schemas.ts';
import { toTimestamp } from '../kernel/time/clock.ts';
import type { Card } from './domain/card.ts';
import { cardStatuses, cardTypes, issuerStatuses, maskedPan, networks } from './domain/card.ts';
import type { CardLock } from './domain/card-lock.ts';
import { actors, lockCodes, lockTable } from './domain/lock-table.ts';

/** An open lock. */
const lockAnswer = z.object({
  code: z.literal(lockCodes),
  name: z.string(),
  actionCode: z.string(),
  reversible: z.boolean(),
  origin: z.enum(actors),
  note: z.string().optional(),
  at: timestamp,
});

const presentLock = ({ code, origin, note, at }: CardLock): z.input<typeof lockAnswer> => {
  const { name, actionCode, reversible } = lockTable[code];
  const said = note === undefined ? {} : { note };
  return { code, name, actionCode, reversible, origin, ...said, at: toTimestamp(at) };
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
    issuerStatus: z.enum(issuerStatuses),
    /** Open locks; the card is active only when there is none. */
    locks: z.array(lockAnswer),
    replacedBy: z.string().optional(),
    replaces: z.string().optional(),
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

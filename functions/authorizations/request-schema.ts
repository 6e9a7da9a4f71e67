import * as z from 'zod';
import { currencies } from '../kernel/money/currency.ts';
import { fromWire } from '../kernel/money/money.ts';
import { fromTimestamp } from '../kernel/time/clock.ts';
import type { AuthorizationRequest } from './domain/network-message.ts';
import { entryChannels, findings, requestKinds } from './domain/network-message.ts';

/** A message's name on the wire; the id is the issuer's. */
const name = z.object({ id: z.string().regex(/^[\u0021-\u007e]{1,64}$/u), transmittedAt: z.iso.datetime() });

const amount = z.object({ amount: z.int().min(0).max(Number.MAX_SAFE_INTEGER), currency: z.enum(currencies) });

const finding = z.enum(findings).default('unchecked');

/**
 * A request of the card network as the issuer sends it. Strict in values; members that are not known are left alone,
 * since an issuer adds some without asking.
 */
export const authorizationRequest = z
  .object({
    type: z.enum(requestKinds),
    message: name,
    original: name.optional(),
    card: z.string().min(1).max(64),
    amount,
    merchant: z.object({
      name: z.string().min(1).max(100),
      mcc: z.string().regex(/^\d{4}$/),
      country: z.string().regex(/^[A-Z]{2}$/),
    }),
    channel: z.enum(entryChannels),
    partialCapable: z.boolean().default(false),
    verification: z.object({ cvv: finding, pin: finding, expiry: finding }).optional(),
    occurredAt: z.iso.datetime(),
  })
  .refine(({ type, original }) => (type === 'increment') === (original !== undefined), {
    path: ['original'],
    message: 'belongs to an increment, and to nothing else',
  })
  .refine(({ type, amount: { amount: minor } }) => (type === 'balance_inquiry') === (minor === 0), {
    path: ['amount', 'amount'],
    message: 'must be above zero, and zero for a balance inquiry',
  });

const nameOf = ({ id, transmittedAt }: z.output<typeof name>) => ({
  id,
  transmittedAt: fromTimestamp(transmittedAt).round('millisecond'),
});

/** The longest merchant name that is kept; the network's own field has 25 characters. */
const merchantNameLength = 40;

export const toRequest = (wire: z.output<typeof authorizationRequest>): AuthorizationRequest => ({
  kind: wire.type,
  message: nameOf(wire.message),
  original: wire.original === undefined ? undefined : nameOf(wire.original),
  cardExternalId: wire.card,
  amount: fromWire(wire.amount),
  merchant: { ...wire.merchant, name: wire.merchant.name.slice(0, merchantNameLength) },
  channel: wire.channel,
  partialCapable: wire.partialCapable,
  verification: wire.verification ?? { cvv: 'unchecked', pin: 'unchecked', expiry: 'unchecked' },
  occurredAt: fromTimestamp(wire.occurredAt),
});

import * as z from 'zod';
import { fromWire } from '../kernel/money/money.ts';
import { fromTimestamp } from '../kernel/time/clock.ts';
import type { AuthorizationRequest } from './domain/network-message.ts';
import { entryChannels, findings, requestKinds } from './domain/network-message.ts';
import { mandatePart, toMandatePart } from './mandate-schemas.ts';
import { networkAmount, networkName, toMessageName } from './message-schemas.ts';

const finding = z.enum(findings).default('unchecked');

/**
 * A request of the card network as the issuer sends it. Strict in values; members that are not known are left alone,
 * since an issuer adds some without asking.
 */
export const authorizationRequest = z
  .object({
    type: z.enum(requestKinds),
    message: networkName,
    original: networkName.optional(),
    card: z.string().min(1).max(64),
    amount: networkAmount(0),
    merchant: z.object({
      name: z.string().min(1).max(100),
      mcc: z.string().regex(/^\d{4}$/),
      country: z.string().regex(/^[A-Z]{2}$/),
    }),
    channel: z.enum(entryChannels),
    partialCapable: z.boolean().default(false),
    verification: z.object({ cvv: finding, pin: finding, expiry: finding }).optional(),
    mandate: mandatePart.optional(),
    occurredAt: z.iso.datetime(),
  })
  .refine(({ type, original }) => (type === 'increment') === (original !== undefined), {
    path: ['original'],
    message: 'belongs to an increment, and to nothing else',
  })
  .refine(({ type, amount: { amount: minor } }) => (type === 'balance_inquiry') === (minor === 0), {
    path: ['amount', 'amount'],
    message: 'must be above zero, and zero for a balance inquiry',
  })
  .refine(
    ({ type, channel, mandate }) =>
      mandate === undefined || (channel === 'ecom' && (type === 'authorization' || type === 'financial')),
    { path: ['mandate'], message: 'belongs to an authorization or single message without the card' },
  );

/** The longest merchant name that is kept; the network's own field has 25 characters. */
const merchantNameLength = 40;

export const toRequest = (wire: z.output<typeof authorizationRequest>): AuthorizationRequest => ({
  kind: wire.type,
  message: toMessageName(wire.message),
  original: wire.original === undefined ? undefined : toMessageName(wire.original),
  cardExternalId: wire.card,
  amount: fromWire(wire.amount),
  merchant: { ...wire.merchant, name: wire.merchant.name.slice(0, merchantNameLength) },
  channel: wire.channel,
  // Under a mandate the amount is what the holder was told, or nothing.
  partialCapable: wire.partialCapable && wire.mandate === undefined,
  verification: wire.verification ?? { cvv: 'unchecked', pin: 'unchecked', expiry: 'unchecked' },
  mandate: wire.mandate === undefined ? undefined : toMandatePart(wire.mandate),
  occurredAt: fromTimestamp(wire.occurredAt),
});

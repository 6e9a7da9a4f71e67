import * as z from 'zod';
import { fromWire } from '../kernel/money/money.ts';
import { fromTimestamp } from '../kernel/time/clock.ts';
import type { DebitNotice, MandatePart } from './domain/network-message.ts';
import { mandateCategories, mandateFrequencies } from './domain/network-message.ts';
import { networkAmount, networkName, toMessageName } from './message-schemas.ts';

/** The network's name of a mandate, or of the announcement of a debit. */
const mandateReference = z.string().regex(/^[\w.:-]{1,64}$/u);

/** The member `mandate` of a request (docs/issuer-protocol.md, Mandates). */
export const mandatePart = z.discriminatedUnion('act', [
  z.object({
    act: z.literal('register'),
    reference: mandateReference,
    amountRule: z.enum(['exact', 'max']),
    maxAmount: networkAmount(1),
    frequency: z.enum(mandateFrequencies),
    category: z.enum(mandateCategories),
    exemption: z.enum(['FASTAG_AUTOLOAD', 'NCMC_AUTOLOAD']).optional(),
    validUntil: z.iso.datetime(),
    channel: z.enum(['sms', 'email']),
    authentication: z
      .object({ method: z.literal('3ds'), at: z.iso.datetime(), reference: mandateReference })
      .optional(),
  }),
  z.object({ act: z.literal('debit'), reference: mandateReference, announcement: mandateReference.optional() }),
]);

export const toMandatePart = (wire: z.output<typeof mandatePart>): MandatePart => {
  if (wire.act === 'debit') {
    return { act: 'debit', reference: wire.reference, announcement: wire.announcement };
  }
  const { authentication: proof, exemption } = wire;
  return {
    ...wire,
    exemption,
    maxAmount: fromWire(wire.maxAmount),
    validUntil: fromTimestamp(wire.validUntil),
    authentication: proof === undefined ? undefined : { ...proof, at: fromTimestamp(proof.at) },
  };
};

/** A third party says that it will debit a card. */
export const debitNotice = z.object({
  type: z.literal('mandate_notice'),
  message: networkName,
  card: z.string().min(1).max(64),
  mandate: mandateReference,
  amount: networkAmount(1),
  dueAt: z.iso.datetime(),
  reason: z.string().min(1).max(100),
  occurredAt: z.iso.datetime(),
});

/** Which of the two a message is, whatever else is wrong with it. */
export const announces = z.object({ type: z.literal('mandate_notice') });

export const toNotice = (wire: z.output<typeof debitNotice>): DebitNotice => ({
  kind: wire.type,
  message: toMessageName(wire.message),
  cardExternalId: wire.card,
  reference: wire.mandate,
  announcement: wire.message.id,
  amount: fromWire(wire.amount),
  dueAt: fromTimestamp(wire.dueAt),
  reason: wire.reason,
  occurredAt: fromTimestamp(wire.occurredAt),
});

import * as z from 'zod';
import { currencies } from '../../kernel/money/currency.ts';
import { defineItem, instant, minorUnits, wholeNumber } from '../../kernel/persistence/item.ts';
import { channels, entryChannels, limitPeriods } from '../../policies/card-controls.ts';
import { cardStatuses, cardTypes, issuerStatuses, networks } from '../domain/card.ts';
import { replacementReasons } from '../domain/replacement-reason.ts';
import { issuerReasons } from '../domain/issuer-reason.ts';
import { actors, lockCodes } from '../domain/lock-table.ts';

const storedControls = z.object({
  channels: z.record(z.enum(channels), z.boolean()),
  limits: z
    .array(
      z.object({
        per: z.enum(limitPeriods),
        channel: z.enum(entryChannels).optional(),
        amount: z.object({ minor: minorUnits, currency: z.enum(currencies) }).optional(),
        count: wholeNumber.optional(),
        timeZone: z.string().optional(),
      }),
    )
    .readonly(),
  mcc: z.object({ allow: z.array(z.string()).readonly().optional(), block: z.array(z.string()).readonly().optional() }),
  rulesVersion: wholeNumber,
});

const lockCode = z.codec(z.bigint(), z.literal(lockCodes), {
  decode: (stored) => z.literal(lockCodes).parse(Number(stored)),
  encode: (code) => BigInt(code),
});

const storedLock = z.object({
  code: lockCode,
  origin: z.enum(actors),
  note: z.string().optional(),
  at: instant,
  by: z.string(),
});

export const cardItem = defineItem({
  name: 'card',
  subdomain: 'cards',
  summary: 'A card: the issuer’s reference, first six, last four, expiry, fingerprint; never PAN or CVV.',
  keys: {
    pk: 'T#<tenantId>#CARD#<cardId>',
    sk: 'CARD',
    gsi1pk: 'T#<tenantId>#CUSTOMER#<customerId>#CARDS',
    gsi1sk: '<cardId>',
    gsi2pk: 'T#<tenantId>#BALANCE#<balanceId>#CARDS',
    gsi2sk: '<cardId>',
  },
  schema: z.object({
    cardId: z.string(),
    customerId: z.string(),
    balanceId: z.string(),
    type: z.enum(cardTypes),
    network: z.enum(networks),
    requestedStatus: z.enum(cardStatuses),
    issuerStatus: z.enum(issuerStatuses),
    issuerStatusAt: instant,
    issuerReason: z.enum(issuerReasons).optional(),
    status: z.enum(cardStatuses),
    locks: z.array(storedLock).readonly(),
    drift: z
      .object({ since: instant, requested: z.enum(cardStatuses), issuerStatus: z.enum(issuerStatuses) })
      .optional(),
    externalId: z.string(),
    displayName: z.string(),
    firstSix: z.string(),
    lastFour: z.string(),
    expiryMonth: wholeNumber,
    expiryYear: wholeNumber,
    fingerprint: z.string(),
    threeDsEnabled: z.boolean(),
    controls: storedControls.optional(),
    replacedBy: z.string().optional(),
    replaces: z.string().optional(),
    replacement: z.object({ cardId: z.string(), reason: z.enum(replacementReasons) }).optional(),
    countedAs: z.string().optional(),
    removedAt: instant.optional(),
    createdAt: instant,
    sequence: wholeNumber,
  }),
});

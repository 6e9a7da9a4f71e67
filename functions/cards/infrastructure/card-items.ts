import * as z from 'zod';
import { currencies } from '../../kernel/money/currency.ts';
import { defineItem, instant, minorUnits, wholeNumber } from '../../kernel/persistence/item.ts';
import { cardStatuses, issuerStatuses, networks } from '../domain/card.ts';
import { channels, limitPeriods, limitedChannels } from '../domain/controls.ts';

const storedControls = z.object({
  channels: z.record(z.enum(channels), z.boolean()),
  limits: z
    .array(
      z.object({
        per: z.enum(limitPeriods),
        channel: z.enum(limitedChannels).optional(),
        amount: z.object({ minor: minorUnits, currency: z.enum(currencies) }),
      }),
    )
    .readonly(),
  mcc: z.object({ allow: z.array(z.string()).readonly().optional(), block: z.array(z.string()).readonly().optional() }),
  rulesVersion: wholeNumber,
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
    type: z.literal('virtual'),
    network: z.enum(networks),
    requestedStatus: z.enum(cardStatuses),
    issuerStatus: z.enum(issuerStatuses),
    issuerStatusAt: instant,
    status: z.enum(cardStatuses),
    externalId: z.string(),
    displayName: z.string(),
    firstSix: z.string(),
    lastFour: z.string(),
    expiryMonth: wholeNumber,
    expiryYear: wholeNumber,
    fingerprint: z.string(),
    threeDsEnabled: z.boolean(),
    controls: storedControls.optional(),
    createdAt: instant,
    sequence: wholeNumber,
  }),
});

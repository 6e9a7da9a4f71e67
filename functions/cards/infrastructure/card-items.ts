import * as z from 'zod';
import { defineItem, instant, wholeNumber } from '../../kernel/persistence/item.ts';
import { cardStatuses, issuerStatuses, networks } from '../domain/card.ts';

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
    createdAt: instant,
    sequence: wholeNumber,
  }),
});

import * as z from 'zod';
import { currencies } from '../../kernel/money/currency.ts';
import { defineItem, instant, minorUnits } from '../../kernel/persistence/item.ts';
import { cardTransferStates } from '../domain/card-transfer.ts';

export const receiverCardItem = defineItem({
  name: 'receiver_card',
  subdomain: 'balances',
  summary: "The issuer's token of a card that may receive money; never its number.",
  keys: { pk: 'T#<tenantId>#RECEIVER_CARD#<cardNumberToken>', sk: 'RECEIVER_CARD' },
  schema: z.object({
    cardNumberToken: z.string(),
    cardExternalId: z.string().optional(),
    createdAt: instant,
  }),
});

export const cardTransferItem = defineItem({
  name: 'card_transfer',
  subdomain: 'balances',
  summary: 'Money on its way to a card outside the program.',
  keys: { pk: 'T#<tenantId>#CARD_TRANSFER#<transferId>', sk: 'CARD_TRANSFER' },
  schema: z.object({
    transferId: z.string(),
    fromBalanceId: z.string(),
    customerId: z.string(),
    cardNumberToken: z.string(),
    minor: minorUnits,
    currency: z.enum(currencies),
    state: z.enum(cardTransferStates),
    person: z.string(),
    heldAt: instant,
    transactionId: z.string().optional(),
  }),
});

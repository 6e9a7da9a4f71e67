import * as z from 'zod';
import { currencies } from '../../kernel/money/currency.ts';
import { defineItem, instant, minorUnits, wholeNumber } from '../../kernel/persistence/item.ts';
import {
  cardMandateCategories,
  cardMandateDebitStatuses,
  cardMandateFrequencies,
  noticeExemptions,
} from '../domain/card-mandate.ts';

const storedMoney = z.object({ minor: minorUnits, currency: z.enum(currencies) });

const storedProof = z.object({ method: z.enum(['3ds', 'device_session']), at: instant, reference: z.string() });

const storedDebit = z.object({
  debitId: z.string(),
  reference: z.string(),
  amount: storedMoney,
  dueAt: instant,
  reason: z.string(),
  cycle: z.string(),
  status: z.enum(cardMandateDebitStatuses),
  announcedAt: instant,
  noticeId: z.string().optional(),
  isSentAgain: z.boolean().optional(),
  deliveredAt: instant.optional(),
  authorizationId: z.string().optional(),
  endedAt: instant.optional(),
  declined: z.string().optional(),
  afa: storedProof.optional(),
});

export const cardMandateItem = defineItem({
  name: 'card_mandate',
  subdomain: 'card-mandates',
  summary: 'A mandate of a third party on one of our cards: its terms, its proof and its newest debits.',
  keys: {
    pk: 'T#<tenantId>#BALANCE#<balanceId>#MANDATE#<reference>',
    sk: 'MANDATE',
    gsi1pk: 'T#<tenantId>#CARDCHAIN#<chain>#MANDATES',
    gsi1sk: '<mandateId>',
    gsi2pk: 'T#<tenantId>#CUSTOMER#<customerId>#CARDMANDATES',
    gsi2sk: '<mandateId>',
  },
  schema: z.object({
    mandateId: z.string(),
    customerId: z.string(),
    balanceId: z.string(),
    cardId: z.string(),
    chain: z.string(),
    reference: z.string(),
    merchant: z.object({ name: z.string(), mcc: z.string(), country: z.string() }),
    amountRule: z.enum(['exact', 'max']),
    maxAmount: storedMoney,
    frequency: z.enum(cardMandateFrequencies),
    category: z.enum(cardMandateCategories),
    exemption: z.enum(noticeExemptions).optional(),
    validUntil: instant,
    channel: z.enum(['sms', 'email']),
    status: z.enum(['active', 'withdrawn', 'not_registered']),
    afa: storedProof,
    withdrawal: storedProof.optional(),
    debits: z.array(storedDebit).readonly(),
    usedCycles: z.array(z.string()).readonly(),
    createdAt: instant,
    sequence: wholeNumber,
  }),
});

export const cardMandatePlaceItem = defineItem({
  name: 'card_mandate_place',
  subdomain: 'card-mandates',
  summary: 'Where a mandate on a card stands, by its id or by that of one of its debits.',
  keys: { pk: 'T#<tenantId>#CARDMANDATE#<mandateId or debitId>', sk: 'PLACE' },
  schema: z.object({ balanceId: z.string(), reference: z.string() }),
});

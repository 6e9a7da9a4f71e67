import * as z from 'zod';
import { currencies } from '../../kernel/money/currency.ts';
import { defineItem, instant, minorUnits, wholeNumber } from '../../kernel/persistence/item.ts';
import { balanceStates } from '../domain/balance.ts';
import { spendCardStatuses } from '../domain/spend-card.ts';
import { holderRules, spendRules } from './spend-rules.ts';

/** A card, as far as the decision on an authorization goes. */
export const spendCard = z.object({
  status: z.enum(spendCardStatuses),
  /** Code of the lock that counts; only while the card is locked. */
  lock: wholeNumber.optional(),
  /** Last month of validity, `YYYY-MM`. */
  expiry: z.string(),
  /** One letter for each channel that is switched on. */
  channels: z.string(),
  /** Absent until rules are set: a card without any is decided without being read. */
  rules: spendRules.optional(),
  /** What a card counts its uses as that took another one's place; its own issuer's id otherwise. */
  countedAs: z.string().optional(),
});

/** What was spent within the window that runs, or ran, when it was last written. */
export const spendCounters = z.record(
  z.string(),
  z.object({ window: z.string(), used: minorUnits, times: z.bigint().optional() }),
);

/**
 * All that a decision on an authorization depends on, at most 1 KB with a few cards, and in no index: every movement
 * changes it, and an index would make each dearer.
 */
export const balanceItem = defineItem({
  name: 'balance',
  subdomain: 'balances',
  summary: "A customer's money in one currency, and its cards as far as their authorizations go.",
  keys: { pk: 'T#<tenantId>#BALANCE#<balanceId>', sk: 'BALANCE' },
  schema: z.object({
    balanceId: z.string(),
    customerId: z.string(),
    currency: z.enum(currencies),
    state: z.enum(balanceStates),
    /** What may be spent: a write's condition compares it. Posted is this plus what is held, and is not stored. */
    available: minorUnits,
    held: minorUnits,
    account: z.object({
      externalId: z.string(),
      number: z.string(),
      ifsc: z.string().optional(),
      iban: z.string().optional(),
    }),
    level: z.enum(['minimum', 'full']),
    /** Card id → what its authorizations are decided by. */
    cards: z.record(z.string(), spendCard).optional(),
    /** Rules for all cards of its holder; absent while the holder has none: a card is then decided without being read. */
    holder: holderRules.optional(),
    /** Absent until a limit counted something. */
    counters: spendCounters.optional(),
    /** Partition of the person's totals. */
    person: z.string().optional(),
    createdAt: instant,
    sequence: wholeNumber,
  }),
});

export const balanceEntryItem = defineItem({
  name: 'balance_entry',
  subdomain: 'balances',
  summary: 'Says that a customer has a balance; the list of its balances.',
  keys: { pk: 'T#<tenantId>#CUSTOMER#<customerId>', sk: 'BALANCE#<balanceId>' },
  schema: z.object({ balanceId: z.string() }),
});

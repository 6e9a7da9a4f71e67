import * as z from 'zod';
import { currencies } from '../../kernel/money/currency.ts';
import { defineItem, minorUnits, wholeNumber } from '../../kernel/persistence/item.ts';
import { chainOrigins } from '../domain/chain.ts';
import { totalAccounts } from '../domain/ledger-totals.ts';

export const ledgerTotalItem = defineItem({
  name: 'ledger_total',
  subdomain: 'balances',
  summary: "What a tenant's journal adds up to in one contra account, or for all its users or partners.",
  keys: { pk: 'T#<tenantId>#LEDGER', sk: '<account>#<currency>' },
  schema: z.object({ account: z.enum(totalAccounts), currency: z.enum(currencies), minor: minorUnits }),
});

/** Beside its record, so that no partition collects the marks of all. */
export const foldedEntryItem = defineItem({
  name: 'folded_entry',
  subdomain: 'balances',
  summary: 'Says that a journal entry is in the totals and in the chain; kept longer than the stream could repeat it.',
  keys: { pk: "the record's partition", sk: 'FOLDED#<eventId>' },
  schema: z.object({ eventId: z.string() }),
});

/** One for all entries that were chained together: an item of its own for each would cost ten times as much. */
export const chainBlockItem = defineItem({
  name: 'chain_block',
  subdomain: 'balances',
  summary: "Links of the hash chain over a tenant's journal, in order; never changed.",
  keys: { pk: 'T#<tenantId>#CHAIN', sk: 'BLOCK#<number, 12 digits>' },
  schema: z.object({
    number: wholeNumber,
    /** Place of the first link, from 1. */
    first: wholeNumber,
    /** Hash of the link before. */
    previous: z.string(),
    origin: z.enum(chainOrigins),
    /** Event id and content hash of each entry. */
    links: z.array(z.tuple([z.string(), z.string()])).min(1),
    /** Hash of the last link. */
    hash: z.string(),
  }),
});

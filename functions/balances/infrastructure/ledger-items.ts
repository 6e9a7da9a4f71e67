import * as z from 'zod';
import { currencies } from '../../kernel/money/currency.ts';
import { defineItem, minorUnits } from '../../kernel/persistence/item.ts';
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
  summary: 'Says that a journal entry is in the ledger totals; kept longer than the stream could repeat it.',
  keys: { pk: "the record's partition", sk: 'FOLDED#<eventId>' },
  schema: z.object({ eventId: z.string() }),
});

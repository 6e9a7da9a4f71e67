import type { Table } from '../../kernel/persistence/table.ts';
import type { LedgerTotals } from '../ports/ledger-fold.ts';
import { ledgerPartition } from './dynamo-ledger-fold.ts';
import { ledgerTotalItem } from './ledger-items.ts';

/** More than there are accounts and currencies. */
const mostTotals = 200;

export const dynamoLedgerTotals = (table: Table): LedgerTotals => ({
  of: async (tenant) => {
    const { items } = await table.query({ pk: ledgerPartition(tenant), limit: mostTotals });
    return items.map((item) => ledgerTotalItem.decode(item));
  },
});

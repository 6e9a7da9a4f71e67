import type { Table } from '../../kernel/persistence/table.ts';
import type { DebitDirectory } from '../ports/debit-directory.ts';
import { debitItem } from './debit-items.ts';
import { debitKey } from './dynamo-debit-store.ts';

/** What other subdomains see of debits. */
export const dynamoDebitDirectory = (table: Table): DebitDirectory => ({
  find: async (tenant, debitId) => {
    const item = await table.get(debitKey(tenant, debitId));
    if (item === undefined) return undefined;
    const { mandateId } = debitItem.decode(item);
    return { debitId, mandateId };
  },
});

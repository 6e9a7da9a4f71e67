import type { Table } from '../../kernel/persistence/table.ts';
import type { Purses } from '../ports/purses.ts';
import { partnerKey } from './dynamo-ledger.ts';
import { partnerBalanceItem } from './partner-items.ts';

export const dynamoPurses = (table: Table): Purses => ({
  find: async (tenant, kind, currency) => {
    const item = await table.get(partnerKey(tenant, kind, currency));
    return item === undefined ? undefined : partnerBalanceItem.decode(item).partnerBalanceId;
  },
});

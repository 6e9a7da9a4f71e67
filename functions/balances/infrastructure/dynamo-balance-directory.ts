import type { Table } from '../../kernel/persistence/table.ts';
import type { BalanceDirectory } from '../ports/balance-directory.ts';
import { entriesOf, findBalance } from './dynamo-balance-store.ts';

/** What other subdomains see of balances. */
export const dynamoBalanceDirectory = (table: Table): BalanceDirectory => ({
  find: async (tenant, balanceId) => {
    const balance = await findBalance(table, tenant, balanceId);
    if (balance === undefined) return undefined;
    const { customerId, currency, state, account } = balance;
    return { balanceId, customerId, currency, state, externalId: account.externalId };
  },
  hasAny: async (tenant, customerId) => {
    const { items } = await table.query({ ...entriesOf(tenant, customerId), limit: 1, consistent: true });
    return items.length > 0;
  },
});

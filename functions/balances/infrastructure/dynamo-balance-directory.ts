import type { Table } from '../../kernel/persistence/table.ts';
import type { BalanceDirectory } from '../ports/balance-directory.ts';
import { balancesOf, findBalance } from './dynamo-balance-store.ts';

/** What other subdomains see of balances. */
export const dynamoBalanceDirectory = (table: Table): BalanceDirectory => ({
  find: async (tenant, balanceId) => {
    const balance = await findBalance(table, tenant, balanceId);
    if (balance === undefined) return undefined;
    const { customerId, currency, state, account } = balance;
    return { balanceId, customerId, currency, state, externalId: account.externalId };
  },
  hasAny: async (tenant, customerId) => {
    const { items } = await table.query({ index: 'gsi1', pk: balancesOf(tenant, customerId), limit: 1 });
    return items.length > 0;
  },
});

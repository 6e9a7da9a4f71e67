import { dynamoBalanceDirectory } from '../../balances/infrastructure/dynamo-balance-directory.ts';
import { spendCardWrites } from '../../balances/infrastructure/dynamo-spend-cards.ts';
import { dynamoCustomerDirectory } from '../../customers/infrastructure/dynamo-customer-directory.ts';
import type { Table } from '../../kernel/persistence/table.ts';
import { dynamoProgramDirectory } from '../../tenants/infrastructure/dynamo-program-directory.ts';
import type { createVirtualCard } from './operation.ts';

/** What other subdomains know of a card that is to be issued: its holder, its balance, its program. */
export const wireDirectories = (
  table: Table,
): Pick<Parameters<typeof createVirtualCard>[0], 'customers' | 'balances' | 'spending' | 'programs'> => ({
  customers: dynamoCustomerDirectory(table),
  balances: dynamoBalanceDirectory(table),
  spending: spendCardWrites,
  programs: dynamoProgramDirectory(table),
});

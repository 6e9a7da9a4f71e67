import { dynamoBalanceDirectory } from '../balances/infrastructure/dynamo-balance-directory.ts';
import { spendCardWrites } from '../balances/infrastructure/dynamo-spend-cards.ts';
import { dynamoCustomerDirectory } from '../customers/infrastructure/dynamo-customer-directory.ts';
import type { Table } from '../kernel/persistence/table.ts';
import { dynamoProgramDirectory } from '../tenants/infrastructure/dynamo-program-directory.ts';
import type { CardIssuingDependencies } from './card-issuing.ts';

/** What other subdomains know of a card that is to be issued: its holder, its balance, its program. */
export const wireDirectories = (
  table: Table,
): Pick<CardIssuingDependencies, 'customers' | 'balances' | 'spending' | 'programs'> => ({
  customers: dynamoCustomerDirectory(table),
  balances: dynamoBalanceDirectory(table),
  spending: spendCardWrites,
  programs: dynamoProgramDirectory(table),
});

import type { Money } from '../../kernel/money/money.ts';
import { money } from '../../kernel/money/money.ts';
import type { Item, Table } from '../../kernel/persistence/table.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { Balance } from '../domain/balance.ts';
import { balancesOf, findBalance, toBalance } from './dynamo-balance-store.ts';

interface OwnedBalance {
  readonly balanceId: string;
  readonly posted: Money;
  readonly held: Money;
}

const pageSize = 100;

const idsOf = async (table: Table, tenant: TenantContext, customerId: string): Promise<readonly string[]> => {
  const ids: string[] = [];
  let start: Item | undefined;
  do {
    const page = await table.query({
      index: 'gsi1',
      pk: balancesOf(tenant, customerId),
      limit: pageSize,
      ...(start === undefined ? {} : { start }),
    });
    ids.push(...page.items.map((item) => toBalance(item).balanceId));
    start = page.last;
  } while (start !== undefined);
  return ids;
};

const toOwned = ({ balanceId, posted, held, currency }: Balance): OwnedBalance => ({
  balanceId,
  posted: money(posted, currency),
  held: money(held, currency),
});

/**
 * A customer's balances with what they hold right now: the index only names them, the amounts are read from the
 * balances themselves. A balance that the index does not name yet was opened a moment ago, at zero.
 */
export const dynamoHeldBalances = (
  table: Table,
): { readonly heldBy: (tenant: TenantContext, customerId: string) => Promise<readonly OwnedBalance[]> } => ({
  heldBy: async (tenant, customerId) => {
    const ids = await idsOf(table, tenant, customerId);
    const found = await Promise.all(ids.map((balanceId) => findBalance(table, tenant, balanceId)));
    return found.filter((balance) => balance !== undefined).map(toOwned);
  },
});

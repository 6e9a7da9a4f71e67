import type { Table } from '../../kernel/persistence/table.ts';
import { balanceNotFound } from '../domain/balance-errors.ts';
import type { HolderRules } from '../ports/holder-rules.ts';
import { balanceKey } from './dynamo-balance-store.ts';
import { balancesOf } from './dynamo-held-balances.ts';
import { holderToItem } from './spend-rules.ts';

/** A closed balance decides nothing any more and is left as it is. */
export const dynamoHolderRules = (table: Table): HolderRules => ({
  writes: async (tenant, customerId, rules) =>
    (await balancesOf(table, tenant, customerId))
      .filter(({ state }) => state !== 'closed')
      .map(({ balanceId }) => ({
        label: 'balance',
        write: {
          kind: 'update',
          key: balanceKey(tenant, balanceId),
          update:
            rules === undefined
              ? { text: 'REMOVE #holder' }
              : { text: 'SET #holder = :holder', values: { ':holder': holderToItem(rules) } },
          condition: { text: 'attribute_exists(pk)', names: { '#holder': 'holder' } },
        },
        refused: balanceNotFound,
      })),
});

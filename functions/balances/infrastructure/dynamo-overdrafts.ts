import { ConcurrentChange } from '../../kernel/errors/domain-error.ts';
import { tenantKey } from '../../kernel/persistence/keys.ts';
import type { Item, Table } from '../../kernel/persistence/table.ts';
import { fellBelowZero, overdrawnSortKey } from '../domain/balance-events.ts';
import type { Overdrafts } from '../ports/overdrafts.ts';
import { balanceItem } from './balance-items.ts';
import { balanceKey, findBalance } from './dynamo-balance-store.ts';

const tenantIdOf = (image: Item): string => String(image['pk']).split('#')[1] ?? '';

/** Compared as it is stored: most changes of the table are balances that stay above zero, and none of those is decoded. */
const availableIn = (image: Item | undefined): bigint | undefined => {
  const available = image?.['item'] === balanceItem.name ? image['available'] : undefined;
  return typeof available === 'bigint' ? available : undefined;
};

/** Warnings of overdrawn balances, out of the table's stream. */
export const dynamoOverdrafts = (table: Table): Overdrafts => ({
  read: ({ before, after }) => {
    const [from, to] = [availableIn(before), availableIn(after)];
    if (after === undefined || from === undefined || to === undefined || !fellBelowZero(from, to)) return undefined;
    const { balanceId, customerId, currency, available } = balanceItem.decode(after);
    return { tenantId: tenantIdOf(after), balance: { balanceId, customerId, currency, available } };
  },
  partition: (tenant, balanceId) => tenantKey(tenant, 'BALANCE', balanceId),
  wasRaised: async (tenant, balanceId, crossing) =>
    (await table.get({ pk: balanceKey(tenant, balanceId).pk, sk: overdrawnSortKey(crossing) })) !== undefined,
  nextSequence: async (tenant, balanceId) => {
    const balance = await findBalance(table, tenant, balanceId);
    if (balance === undefined) throw new Error(`the balance ${balanceId} is gone`);
    const sequence = balance.sequence + 1;
    return {
      sequence,
      write: {
        label: 'balance',
        write: {
          kind: 'update',
          key: balanceKey(tenant, balanceId),
          update: {
            text: 'SET #sequence = :sequence',
            names: { '#sequence': 'sequence' },
            values: { ':sequence': sequence },
          },
          condition: { text: '#sequence = :before', values: { ':before': balance.sequence } },
        },
        refused: () => new ConcurrentChange(balanceId),
      },
    };
  },
});

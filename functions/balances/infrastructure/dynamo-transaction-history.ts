import { eventLogPartition } from '../../kernel/events/record-item.ts';
import { withPrefix } from '../../kernel/ids/ids.ts';
import { readFiltered } from '../../kernel/persistence/filtered-page.ts';
import { tenantKey } from '../../kernel/persistence/keys.ts';
import type { Page, Pager } from '../../kernel/persistence/page.ts';
import type { Expression, QueryRequest, Table } from '../../kernel/persistence/table.ts';
import type { RecordedTransaction } from '../domain/recorded-transaction.ts';
import { transactionSortKey } from '../domain/transaction.ts';
import type {
  HistoryReader,
  TransactionFinder,
  TransactionHistory,
  TransactionQuery,
} from '../ports/transaction-history.ts';
import { idRange, inPeriod, networkLateness } from './history-period.ts';
import { areOfType, areTransactions, toTransaction } from './recorded-transactions.ts';

type Range = Omit<QueryRequest, 'limit' | 'start' | 'filter'>;

const allOf = (conditions: readonly Expression[]): Expression => ({
  text: conditions.map(({ text }) => text).join(' AND '),
  names: Object.fromEntries(conditions.flatMap(({ names }) => Object.entries(names ?? {}))),
  values: Object.fromEntries(conditions.flatMap(({ values }) => Object.entries(values ?? {}))),
});

const conditionsOf = (query: TransactionQuery): readonly Expression[] => [
  areTransactions,
  ...inPeriod(query),
  ...(query.type === undefined ? [] : [areOfType(query.type)]),
];

/** A cursor leads on in the list it came from: the same filter. */
const listOf = (list: string, { from, to, type }: TransactionQuery): string =>
  [list, from?.toString() ?? '', to?.toString() ?? '', type ?? ''].join(':');

/**
 * The history is the records themselves: those of a balance in its partition, those of a tenant in its event log. A
 * row's place never changes, and what becomes of it only whether it is shown: a cursor stays where it is.
 */
export const dynamoTransactionHistory = (table: Table, pager: Pager): TransactionHistory => {
  const read = async (
    { tenant, list }: { tenant: HistoryReader['tenant']; list: string },
    query: TransactionQuery,
    range: Range,
  ): Promise<Page<RecordedTransaction>> => {
    const rows = readFiltered(table, { ...range, filter: allOf(conditionsOf(query)) });
    const { items, nextCursor } = await pager.read({ tenant, list: listOf(list, query) }, query, rows);
    return { data: items.map(toTransaction).filter((row) => row !== undefined), nextCursor };
  };
  return {
    ofBalance: (reader, balanceId, query) => {
      const { tenant } = reader;
      const [first, last] = idRange('txn', query, { ...reader, late: networkLateness });
      const sk = { between: [transactionSortKey(first), transactionSortKey(last)] } as const;
      const range = { pk: tenantKey(tenant, 'BALANCE', balanceId), sk, newestFirst: true };
      return read({ tenant, list: `listTransactions:${balanceId}` }, query, range);
    },
    ofTenant: (reader, query) => {
      const { tenant } = reader;
      const sk = { between: idRange('evt', query, reader) };
      const range = { index: 'gsi1', pk: eventLogPartition(tenant), sk, newestFirst: true } as const;
      return read({ tenant, list: 'listTenantTransactions' }, query, range);
    },
  };
};

/** A transaction is found through its event, whose id differs in the prefix alone. */
export const dynamoTransactionFinder = (table: Table): TransactionFinder => ({
  find: async (tenant, transactionId) => {
    const eventId = withPrefix(transactionId, 'evt');
    const { items } = await table.query({
      index: 'gsi1',
      pk: eventLogPartition(tenant),
      sk: { between: [eventId, eventId] },
      limit: 1,
    });
    const [item] = items;
    // Ids of other resources' events are ids of no transaction.
    return item === undefined ? undefined : toTransaction(item);
  },
});

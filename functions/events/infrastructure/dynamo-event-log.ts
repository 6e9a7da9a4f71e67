import type { EventEnvelope } from '../../kernel/events/envelope.ts';
import { envelopeOf, eventLogPartition, recordItem } from '../../kernel/events/record-item.ts';
import { readFiltered } from '../../kernel/persistence/filtered-page.ts';
import type { Pager, ReadPage } from '../../kernel/persistence/page.ts';
import type { Expression, Item, QueryRequest, Table } from '../../kernel/persistence/table.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { EventFinder, EventLog, EventQuery } from '../ports/event-log.ts';

const typeFilter = (type: string): Expression => {
  const names = { '#type': 'type' };
  return type.endsWith('.*')
    ? { text: 'begins_with(#type, :type)', names, values: { ':type': type.slice(0, -1) } }
    : { text: '#type = :type', names, values: { ':type': type } };
};

const nounFilter = (nouns: readonly string[]): Expression => ({
  text: nouns.map((_, at) => `NOT begins_with(#type, :noun${at})`).join(' AND '),
  names: { '#type': 'type' },
  values: Object.fromEntries(nouns.map((noun, at) => [`:noun${at}`, `${noun}.`])),
});

const both = (left: Expression, right: Expression): Expression => ({
  text: `(${left.text}) AND (${right.text})`,
  names: { ...left.names, ...right.names },
  values: { ...left.values, ...right.values },
});

const filterOf = ({ type, without }: EventQuery): Expression | undefined => {
  const filters = [
    ...(type === undefined ? [] : [typeFilter(type)]),
    ...(without === undefined ? [] : [nounFilter(without)]),
  ];
  return filters.length === 0 ? undefined : filters.reduce(both);
};

const toEvent = (item: Item): EventEnvelope => envelopeOf(recordItem.decode(item));

const requestOf = (tenant: TenantContext, query: EventQuery): Omit<QueryRequest, 'limit' | 'start'> => {
  const { after } = query;
  const filter = filterOf(query);
  return {
    index: 'gsi1',
    pk: eventLogPartition(tenant),
    ...(after === undefined ? { newestFirst: true } : { sk: { after } }),
    ...(filter === undefined ? {} : { filter }),
  };
};

/** The event log is an index over the records; nothing is written for it. */
export const dynamoEventFinder = (table: Table): EventFinder => ({
  find: async (tenant, eventId) => {
    const pk = eventLogPartition(tenant);
    const { items } = await table.query({ index: 'gsi1', pk, sk: { between: [eventId, eventId] }, limit: 1 });
    const [item] = items;
    return item === undefined ? undefined : toEvent(item);
  },
});

export const dynamoEventLog = (table: Table, pager: Pager): EventLog => ({
  list: async (tenant, query) => {
    const request = requestOf(tenant, query);
    // A cursor leads on in the list it came from: the same type and direction, whatever is left out of it by now.
    const list = `listEvents:${query.type ?? ''}:${query.after ?? ''}`;
    const read: ReadPage =
      request.filter === undefined ? (page) => table.query({ ...request, ...page }) : readFiltered(table, request);
    const { items, nextCursor } = await pager.read({ tenant, list }, query, read);
    return { data: items.map(toEvent), nextCursor };
  },
});

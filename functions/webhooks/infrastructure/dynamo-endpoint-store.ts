import { ConcurrentChange } from '../../kernel/errors/domain-error.ts';
import { recordItem } from '../../kernel/events/record-item.ts';
import { tenantKey } from '../../kernel/persistence/keys.ts';
import type { Pager } from '../../kernel/persistence/page.ts';
import type { Item, Key, Table } from '../../kernel/persistence/table.ts';
import { create, replace } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { WebhookEndpoint } from '../domain/webhook-endpoint.ts';
import type { EndpointDirectory, EndpointHistory, EndpointStore, EndpointWrites } from '../ports/endpoint-store.ts';
import { endpointItem } from './webhook-items.ts';

/** Far above what a tenant may make, also with requests that overtake each other. */
const mostRead = 100;

/** All of a tenant's endpoints side by side: each event asks for all, and an index would lag behind. */
const listPartition = (tenant: TenantContext): string => tenantKey(tenant, 'WEBHOOK_ENDPOINTS');

const endpointKey = (tenant: TenantContext, endpointId: string): Key => ({ pk: listPartition(tenant), sk: endpointId });

const toItem = (tenant: TenantContext, endpoint: WebhookEndpoint): Item & Key =>
  endpointItem.encode(endpointKey(tenant, endpoint.endpointId), {
    ...endpoint,
    eventTypes: [...endpoint.eventTypes],
    secrets: [...endpoint.secrets],
  });

export const dynamoEndpointDirectory = (table: Table): EndpointDirectory => ({
  find: async (tenant, endpointId) => {
    const item = await table.get(endpointKey(tenant, endpointId));
    return item === undefined ? undefined : endpointItem.decode(item);
  },
  all: async (tenant) => {
    const { items } = await table.query({ pk: listPartition(tenant), limit: mostRead });
    return items.map((item) => endpointItem.decode(item));
  },
});

const historyPartition = (tenant: TenantContext, endpointId: string): string =>
  tenantKey(tenant, 'WEBHOOK_ENDPOINT', endpointId);

export const dynamoEndpointHistory = (table: Table): EndpointHistory => ({
  wasDeleted: async (tenant, endpointId) => {
    const { items } = await table.query({ pk: historyPartition(tenant, endpointId), newestFirst: true, limit: 1 });
    return items.some((item) => recordItem.decode(item).type === 'webhook_endpoint.deleted');
  },
});

export const dynamoEndpointStore = (table: Table, pager: Pager): EndpointStore => ({
  ...dynamoEndpointDirectory(table),
  list: async (tenant, page) => {
    const identity = { tenant, list: 'listWebhookEndpoints' };
    const { items, nextCursor } = await pager.read(identity, page, (read) =>
      table.query({ pk: listPartition(tenant), ...read }),
    );
    return { data: items.map((item) => endpointItem.decode(item)), nextCursor };
  },
});

export const dynamoEndpointWrites: EndpointWrites = {
  create: (tenant, endpoint) =>
    create('webhook_endpoint', toItem(tenant, endpoint), () => new ConcurrentChange(endpoint.endpointId)),
  replace: (tenant, endpoint) =>
    replace('webhook_endpoint', toItem(tenant, endpoint), {
      sequence: endpoint.sequence - 1,
      resourceId: endpoint.endpointId,
    }),
  remove: (tenant, { endpointId, sequence }) => ({
    label: 'webhook_endpoint',
    write: {
      kind: 'delete',
      key: endpointKey(tenant, endpointId),
      condition: {
        text: '#sequence = :sequence',
        names: { '#sequence': 'sequence' },
        values: { ':sequence': sequence },
      },
    },
    refused: () => new ConcurrentChange(endpointId),
  }),
  partition: historyPartition,
};

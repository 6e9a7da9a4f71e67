import * as z from 'zod';
import { defineItem } from '../persistence/item.ts';
import { lookupKey } from '../persistence/keys.ts';
import type { Item, Key, QueryPage, QueryRequest, Table } from '../persistence/table.ts';
import type { TenantContext } from './tenant-context.ts';
import { tenantContext } from './tenant-context.ts';

/** The immutable facts of a tenant that make its context, found by id or by tag. */
export const tenantLookupItem = defineItem({
  name: 'tenant_lookup',
  subdomain: 'kernel',
  summary: 'Tenant id or tenant tag → tenant context. Ids only.',
  keys: {
    pk: 'TAG#<tag> or TENANTS#<tenantId>',
    sk: 'LOOKUP',
    gsi1pk: 'PLATFORM#TENANTS (of TENANTS#<tenantId>)',
    gsi1sk: '<tenantId>',
  },
  schema: z.object({ tenantId: z.string(), tag: z.string(), sandbox: z.boolean() }),
});

const sk = 'LOOKUP';

/** Partition of index gsi1 that lists all tenants. */
const allTenants = lookupKey('PLATFORM', 'TENANTS');

/** The two look-up items of a new tenant. */
export const tenantLookups = (tenant: TenantContext): readonly [byTag: Item & Key, byId: Item & Key] => {
  const value = { tenantId: tenant.tenantId, tag: tenant.tag, sandbox: tenant.sandbox };
  return [
    tenantLookupItem.encode({ pk: lookupKey('TAG', tenant.tag), sk }, value),
    tenantLookupItem.encode(
      { pk: lookupKey('TENANTS', tenant.tenantId), sk, gsi1pk: allTenants, gsi1sk: tenant.tenantId },
      value,
    ),
  ];
};

/** Look-up items of all tenants, in the order they were made; for operators and for sweeps over all tenants. */
export const queryTenants = (
  table: Table,
  page: Pick<QueryRequest, 'limit' | 'start' | 'newestFirst'>,
): Promise<QueryPage> => table.query({ index: 'gsi1', pk: allTenants, ...page });

/** The tenant that a look-up item names. */
export const toTenant = (item: Item): TenantContext => tenantContext(tenantLookupItem.decode(item));

/** Finds a tenant's context for callers that prove themselves otherwise: operators, queues, timers, workflows. */
export interface TenantDirectory {
  byId(tenantId: string): Promise<TenantContext | undefined>;
  byTag(tag: string): Promise<TenantContext | undefined>;
}

const maxCached = 1_000;

/** What is found never changes, so it is kept for the life of the environment, at most 1,000 tenants. */
export const tenantDirectory = (table: Table): TenantDirectory => {
  const cache = new Map<string, TenantContext>();
  const find = async (pk: string): Promise<TenantContext | undefined> => {
    const cached = cache.get(pk);
    if (cached !== undefined) return cached;
    const item = await table.get({ pk, sk });
    if (item === undefined) return undefined;
    const found = toTenant(item);
    if (cache.size >= maxCached) cache.clear();
    cache.set(pk, found);
    return found;
  };
  return {
    byId: (tenantId) => find(lookupKey('TENANTS', tenantId)),
    byTag: (tag) => find(lookupKey('TAG', tag)),
  };
};

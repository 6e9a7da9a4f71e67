import { DomainError } from '../../kernel/errors/domain-error.ts';
import { tenantKey } from '../../kernel/persistence/keys.ts';
import type { Pager } from '../../kernel/persistence/page.ts';
import type { Item, Key, Table } from '../../kernel/persistence/table.ts';
import { create, replace } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import { queryTenants, tenantLookups, toTenant } from '../../kernel/tenancy/tenant-directory.ts';
import type { Tenant } from '../domain/tenant.ts';
import type { TenantList, TenantStore } from '../ports/tenant-store.ts';
import { TagTaken } from '../ports/tenant-store.ts';
import { tenantItem } from './tenant-items.ts';

const partition = (tenant: TenantContext): string => tenantKey(tenant, 'TENANT');

const keyOf = (tenant: TenantContext): Key => ({ pk: partition(tenant), sk: 'TENANT' });

/** The stored form of a tenant. */
export const tenantToItem = (tenant: TenantContext, value: Tenant): Item & Key =>
  tenantItem.encode(keyOf(tenant), {
    ...value,
    settings: { ...value.settings, alertEmails: [...value.settings.alertEmails] },
  });

const alreadyExists = (tenantId: string): DomainError =>
  new DomainError('conflict', 'already_exists', { detail: 'This tenant exists already.', resourceId: tenantId });

const findTenant = async (table: Table, tenant: TenantContext): Promise<Tenant | undefined> => {
  const item = await table.get(keyOf(tenant));
  return item === undefined ? undefined : tenantItem.decode(item);
};

export const dynamoTenantStore = (table: Table): TenantStore => ({
  partition,
  find: (tenant) => findTenant(table, tenant),
  create: (tenant, value) => {
    const [byTag, byId] = tenantLookups(tenant);
    return [
      create('tenant tag', byTag, () => new TagTaken()),
      create('tenant look-up', byId, () => alreadyExists(tenant.tenantId)),
      create('tenant', tenantToItem(tenant, value), () => alreadyExists(tenant.tenantId)),
    ];
  },
  replace: (tenant, value) =>
    replace('tenant', tenantToItem(tenant, value), { sequence: value.sequence - 1, resourceId: value.tenantId }),
});

export const dynamoTenantList = (table: Table, pager: Pager): TenantList => ({
  read: async (page) => {
    const { items, nextCursor } = await pager.read({ tenant: undefined, list: 'listTenants' }, page, (read) =>
      queryTenants(table, { newestFirst: true, ...read }),
    );
    const found = await Promise.all(items.map((item) => findTenant(table, toTenant(item))));
    return { data: found.filter((tenant) => tenant !== undefined), nextCursor };
  },
});

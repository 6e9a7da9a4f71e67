import { ConcurrentChange } from '../../kernel/errors/domain-error.ts';
import { lookupKey, tenantKey } from '../../kernel/persistence/keys.ts';
import type { Item, Key, Table } from '../../kernel/persistence/table.ts';
import { create, replace } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import { tenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { ApiKey } from '../domain/api-key.ts';
import type { ApiKeyStore } from '../ports/api-key-store.ts';
import { apiKeyItem, apiKeyLookupItem } from './tenant-items.ts';

const partition = (tenant: TenantContext, keyId: string): string => tenantKey(tenant, 'APIKEY', keyId);

const keyOf = (tenant: TenantContext, keyId: string): Key => ({ pk: partition(tenant, keyId), sk: 'APIKEY' });

const lookupOf = (hash: string): Key => ({ pk: lookupKey('APIKEY', hash), sk: 'LOOKUP' });

const toItem = (tenant: TenantContext, key: ApiKey): Item & Key => apiKeyItem.encode(keyOf(tenant, key.keyId), key);

const toLookup = (tenant: TenantContext, { hash, keyId }: ApiKey): Item & Key =>
  apiKeyLookupItem.encode(lookupOf(hash), {
    hash,
    keyId,
    tenantId: tenant.tenantId,
    tag: tenant.tag,
    sandbox: tenant.sandbox,
  });

export const dynamoApiKeyStore = (table: Table): ApiKeyStore => ({
  partition,
  find: async (tenant, keyId) => {
    const item = await table.get(keyOf(tenant, keyId));
    return item === undefined ? undefined : apiKeyItem.decode(item);
  },
  owner: async (hash) => {
    const item = await table.get(lookupOf(hash));
    if (item === undefined) return undefined;
    const { keyId, hash: stored, ...tenant } = apiKeyLookupItem.decode(item);
    return { tenant: tenantContext(tenant), keyId, hash: stored };
  },
  create: (tenant, key) => [
    create('api key', toItem(tenant, key), () => new ConcurrentChange(key.keyId)),
    create('api key look-up', toLookup(tenant, key), () => new ConcurrentChange(key.keyId)),
  ],
  revoke: (tenant, key) => [
    replace('api key', toItem(tenant, key), { sequence: key.sequence - 1, resourceId: key.keyId }),
    {
      label: 'api key look-up',
      write: { kind: 'delete', key: lookupOf(key.hash) },
      refused: () => new ConcurrentChange(key.keyId),
    },
  ],
});

import { createHash } from 'node:crypto';
import { ConcurrentChange } from '../../kernel/errors/domain-error.ts';
import { tenantKey } from '../../kernel/persistence/keys.ts';
import type { Pager } from '../../kernel/persistence/page.ts';
import type { Item, Key, Table } from '../../kernel/persistence/table.ts';
import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import { create, replace } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import { assertionRefused } from '../domain/device-errors.ts';
import type { Installation } from '../domain/installation.ts';
import type { InstallationStore } from '../ports/installation-store.ts';
import { deviceItem, installationItem } from './device-items.ts';
import { nonceToItem } from './nonce-writes.ts';

const partition = (tenant: TenantContext, installationId: string): string =>
  tenantKey(tenant, 'INSTALLATION', installationId);

const keyOf = (tenant: TenantContext, installationId: string): Key => ({
  pk: partition(tenant, installationId),
  sk: 'INSTALLATION',
});

const customerPartition = (tenant: TenantContext, customerId: string): string =>
  tenantKey(tenant, 'CUSTOMER', customerId);

/** The app's own id may hold any character, a separator among them. */
const placeOf = (tenant: TenantContext, device: Pick<Installation, 'customerId' | 'deviceId'>): Key => ({
  pk: customerPartition(tenant, device.customerId),
  sk: `DEVICE#${createHash('sha256').update(device.deviceId).digest('hex')}`,
});

const toItem = (tenant: TenantContext, installation: Installation): Item & Key =>
  installationItem.encode(keyOf(tenant, installation.installationId), installation);

const replacing = (tenant: TenantContext, ended: Installation): WriteIntent =>
  replace('installation', toItem(tenant, ended), {
    sequence: ended.sequence - 1,
    resourceId: ended.installationId,
  });

const takePlace = (
  tenant: TenantContext,
  installation: Installation,
  former: Installation | undefined,
): WriteIntent => {
  const { installationId } = installation;
  return {
    label: 'device',
    write: {
      kind: 'put',
      item: deviceItem.encode(placeOf(tenant, installation), { installationId }),
      condition:
        former === undefined
          ? { text: 'attribute_not_exists(pk)' }
          : { text: 'installationId = :former', values: { ':former': former.installationId } },
    },
    refused: () => new ConcurrentChange(installationId),
  };
};

const find = async (table: Table, tenant: TenantContext, installationId: string): Promise<Installation | undefined> => {
  const item = await table.get(keyOf(tenant, installationId));
  return item === undefined ? undefined : installationItem.decode(item);
};

/** @param pager undefined where nothing is listed */
export const dynamoInstallationStore = (table: Table, pager?: Pager): InstallationStore => ({
  partition,
  find: (tenant, installationId) => find(table, tenant, installationId),
  activeOn: async (tenant, device) => {
    const item = await table.get(placeOf(tenant, device));
    return item === undefined ? undefined : deviceItem.decode(item).installationId;
  },
  listActive: async (tenant, customerId, page) => {
    if (pager === undefined) throw new Error('this store lists nothing');
    const pk = customerPartition(tenant, customerId);
    const { items, nextCursor } = await pager.read({ tenant, list: `listDevices:${customerId}` }, page, (read) =>
      table.query({ pk, sk: { beginsWith: 'DEVICE#' }, consistent: true, ...read }),
    );
    const found = await Promise.all(items.map((item) => find(table, tenant, deviceItem.decode(item).installationId)));
    const stored = found.filter((installation) => installation !== undefined);
    return { data: stored.filter(({ status }) => status === 'active'), nextCursor };
  },
  pair: (tenant, installation, former) => [
    create('installation', toItem(tenant, installation), () => new ConcurrentChange(installation.installationId)),
    takePlace(tenant, installation, former),
    ...(former === undefined ? [] : [replacing(tenant, former)]),
  ],
  unpair: (tenant, ended) => [
    replacing(tenant, ended),
    {
      label: 'device',
      write: {
        kind: 'delete',
        key: placeOf(tenant, ended),
        condition: { text: 'installationId = :ended', values: { ':ended': ended.installationId } },
      },
      refused: () => new ConcurrentChange(ended.installationId),
    },
  ],
  useNonce: (tenant, assertion) =>
    create('nonce', nonceToItem(partition(tenant, assertion.installationId), assertion, 'session'), assertionRefused),
});

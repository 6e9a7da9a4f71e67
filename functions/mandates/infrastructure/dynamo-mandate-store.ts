import { ConcurrentChange, DomainError } from '../../kernel/errors/domain-error.ts';
import { tenantKey } from '../../kernel/persistence/keys.ts';
import type { Pager } from '../../kernel/persistence/page.ts';
import { providerWaitKeys } from '../../kernel/persistence/provider-waits.ts';
import type { Item, Key, Table } from '../../kernel/persistence/table.ts';
import { check, create, replace } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { Mandate } from '../domain/mandate.ts';
import { waitsForProviderSince } from '../domain/provider-wait.ts';
import type { MandateStore } from '../ports/mandate-store.ts';
import { mandateItem } from './mandate-items.ts';

const partition = (tenant: TenantContext, mandateId: string): string => tenantKey(tenant, 'MANDATE', mandateId);

const ofCustomer = (tenant: TenantContext, customerId: string): string =>
  tenantKey(tenant, 'CUSTOMER', customerId, 'MANDATES');

const keyOf = (tenant: TenantContext, mandateId: string): Key => ({ pk: partition(tenant, mandateId), sk: 'MANDATE' });

const toItem = (tenant: TenantContext, mandate: Mandate): Item & Key =>
  mandateItem.encode(
    {
      ...keyOf(tenant, mandate.mandateId),
      gsi1pk: ofCustomer(tenant, mandate.customerId),
      gsi1sk: mandate.mandateId,
      ...providerWaitKeys(tenant, mandate.mandateId, waitsForProviderSince(mandate)),
    },
    mandate,
  );

const taken = ({ mandateId }: Mandate) =>
  new DomainError('conflict', 'already_exists', { detail: 'This mandate exists already.', resourceId: mandateId });

export const dynamoMandateStore = (table: Table, pager: Pager): MandateStore => ({
  partition,
  chargePartition: (tenant, authChargeId) => tenantKey(tenant, 'AUTH_CHARGE', authChargeId),
  find: async (tenant, mandateId) => {
    const item = await table.get(keyOf(tenant, mandateId));
    return item === undefined ? undefined : mandateItem.decode(item);
  },
  listOfCustomer: async (tenant, customerId, page) => {
    const { items, nextCursor } = await pager.read({ tenant, list: `listMandates:${customerId}` }, page, (range) =>
      table.query({ index: 'gsi1', pk: ofCustomer(tenant, customerId), newestFirst: true, ...range }),
    );
    return { data: items.map((item) => mandateItem.decode(item)), nextCursor };
  },
  create: (tenant, mandate) => create('mandate', toItem(tenant, mandate), () => taken(mandate)),
  replace: (tenant, mandate) =>
    replace('mandate', toItem(tenant, mandate), { sequence: mandate.sequence - 1, resourceId: mandate.mandateId }),
  unchanged: (tenant, { mandateId, sequence }) =>
    check(
      'mandate',
      {
        key: keyOf(tenant, mandateId),
        condition: {
          text: '#sequence = :sequence',
          names: { '#sequence': 'sequence' },
          values: { ':sequence': sequence },
        },
      },
      () => new ConcurrentChange(mandateId),
    ),
});

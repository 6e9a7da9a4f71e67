import { DomainError } from '../../kernel/errors/domain-error.ts';
import { tenantKey } from '../../kernel/persistence/keys.ts';
import type { Item, Key, Table } from '../../kernel/persistence/table.ts';
import { create, replace } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { Issuance } from '../domain/issuance.ts';
import type { IssuanceStore } from '../ports/issuance-store.ts';
import { issuanceItem, waiterItem } from './issuance-items.ts';

const partition = (tenant: TenantContext, issuanceId: string): string => tenantKey(tenant, 'ISSUANCE', issuanceId);

const keyOf = (tenant: TenantContext, issuanceId: string): Key => ({
  pk: partition(tenant, issuanceId),
  sk: 'ISSUANCE',
});

const waitersOf = (tenant: TenantContext, kycId: string): string => tenantKey(tenant, 'ISSUANCE_WAITERS', kycId);

const toItem = (tenant: TenantContext, issuance: Issuance): Item & Key =>
  issuanceItem.encode(keyOf(tenant, issuance.issuanceId), issuance);

const mostWaiters = 25;

export const dynamoIssuanceStore = (table: Table): IssuanceStore => ({
  partition,
  find: async (tenant, issuanceId) => {
    const item = await table.get(keyOf(tenant, issuanceId));
    return item === undefined ? undefined : issuanceItem.decode(item);
  },
  create: (tenant, issuance) =>
    create(
      'issuance',
      toItem(tenant, issuance),
      () =>
        new DomainError('conflict', 'already_exists', {
          detail: 'This issuance exists already.',
          resourceId: issuance.issuanceId,
        }),
    ),
  replace: (tenant, issuance) =>
    replace('issuance', toItem(tenant, issuance), {
      sequence: issuance.sequence - 1,
      resourceId: issuance.issuanceId,
    }),
  wait: async (tenant, kycId, waiter) => {
    const item = waiterItem.encode({ pk: waitersOf(tenant, kycId), sk: waiter.issuanceId }, waiter);
    await table.write({ kind: 'put', item });
  },
  waiters: async (tenant, kycId) => {
    const { items } = await table.query({ pk: waitersOf(tenant, kycId), limit: mostWaiters });
    return items.map((item) => waiterItem.decode(item));
  },
  stopWaiting: async (tenant, kycId, { issuanceId, taskToken }) => {
    const condition = { text: 'taskToken = :token', values: { ':token': taskToken } };
    await table.write({ kind: 'delete', key: { pk: waitersOf(tenant, kycId), sk: issuanceId }, condition });
  },
});

import { DomainError } from '../../kernel/errors/domain-error.ts';
import { tenantKey } from '../../kernel/persistence/keys.ts';
import type { Pager } from '../../kernel/persistence/page.ts';
import { bindReference } from '../../kernel/persistence/provider-reference.ts';
import { providerWaitKeys } from '../../kernel/persistence/provider-waits.ts';
import type { Item, Key, Table } from '../../kernel/persistence/table.ts';
import { create, replace } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { Debit } from '../domain/debit.ts';
import { waitsSince } from '../domain/provider-wait.ts';
import type { DebitStore } from '../ports/debit-store.ts';
import { debitItem } from './debit-items.ts';

const partition = (tenant: TenantContext, debitId: string): string => tenantKey(tenant, 'DEBIT', debitId);

const ofMandate = (tenant: TenantContext, mandateId: string): string =>
  tenantKey(tenant, 'MANDATE', mandateId, 'DEBITS');

export const debitKey = (tenant: TenantContext, debitId: string): Key => ({
  pk: partition(tenant, debitId),
  sk: 'DEBIT',
});

const toItem = (tenant: TenantContext, debit: Debit): Item & Key =>
  debitItem.encode(
    {
      ...debitKey(tenant, debit.debitId),
      gsi1pk: ofMandate(tenant, debit.mandateId),
      gsi1sk: debit.debitId,
      ...providerWaitKeys(tenant, debit.debitId, waitsSince(debit)),
    },
    debit,
  );

const taken = (debitId: string) =>
  new DomainError('conflict', 'already_exists', { detail: 'This debit exists already.', resourceId: debitId });

export const dynamoDebitStore = (table: Table, pager: Pager): DebitStore => ({
  partition,
  find: async (tenant, debitId) => {
    const item = await table.get(debitKey(tenant, debitId));
    return item === undefined ? undefined : debitItem.decode(item);
  },
  listOfMandate: async (tenant, mandateId, page) => {
    const { items, nextCursor } = await pager.read({ tenant, list: `listDebits:${mandateId}` }, page, (range) =>
      table.query({ index: 'gsi1', pk: ofMandate(tenant, mandateId), newestFirst: true, ...range }),
    );
    return { data: items.map((item) => debitItem.decode(item)), nextCursor };
  },
  create: (tenant, debit) => create('debit', toItem(tenant, debit), () => taken(debit.debitId)),
  replace: (tenant, debit, stored = debit.sequence - 1) =>
    replace('debit', toItem(tenant, debit), { sequence: stored, resourceId: debit.debitId }),
  bindOrder: (tenant, { debitId, orderId }) => bindReference('payment', orderId, { tenant, resourceId: debitId }),
  bindPayment: (tenant, { debitId, remotePaymentId }) =>
    bindReference('payment', remotePaymentId, { tenant, resourceId: debitId }),
});

import { ConcurrentChange, DomainError } from '../../kernel/errors/domain-error.ts';
import { tenantKey } from '../../kernel/persistence/keys.ts';
import type { Pager } from '../../kernel/persistence/page.ts';
import type { Item, Key, Table } from '../../kernel/persistence/table.ts';
import { create } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { Customer } from '../domain/customer.ts';
import type { CustomerStore } from '../ports/customer-store.ts';
import { customerItem } from './customer-items.ts';

const partition = (tenant: TenantContext, customerId: string): string => tenantKey(tenant, 'CUSTOMER', customerId);

const listPartition = (tenant: TenantContext): string => tenantKey(tenant, 'CUSTOMERS');

export const customerKey = (tenant: TenantContext, customerId: string): Key => ({
  pk: partition(tenant, customerId),
  sk: 'CUSTOMER',
});

const toItem = (tenant: TenantContext, customer: Customer): Item & Key =>
  customerItem.encode(
    { ...customerKey(tenant, customer.customerId), gsi1pk: listPartition(tenant), gsi1sk: customer.customerId },
    customer,
  );

export const dynamoCustomerStore = (table: Table, pager: Pager): CustomerStore => ({
  partition,
  find: async (tenant, customerId) => {
    const item = await table.get(customerKey(tenant, customerId));
    return item === undefined ? undefined : customerItem.decode(item);
  },
  list: async (tenant, page) => {
    const { items, nextCursor } = await pager.read({ tenant, list: 'listCustomers' }, page, (read) =>
      table.query({ index: 'gsi1', pk: listPartition(tenant), newestFirst: true, ...read }),
    );
    return { data: items.map((item) => customerItem.decode(item)), nextCursor };
  },
  create: (tenant, customer) =>
    create(
      'customer',
      toItem(tenant, customer),
      () =>
        new DomainError('conflict', 'already_exists', {
          detail: 'This customer exists already.',
          resourceId: customer.customerId,
        }),
    ),
  replace: (tenant, customer) => ({
    label: 'customer',
    write: {
      kind: 'put',
      item: toItem(tenant, customer),
      // The whole item is written, so what was opened for the customer meanwhile must not be lost.
      condition: {
        text: '#sequence = :sequence AND openings = :openings',
        names: { '#sequence': 'sequence' },
        values: { ':sequence': customer.sequence - 1, ':openings': customer.openings },
      },
    },
    refused: () => new ConcurrentChange(customer.customerId),
  }),
});

import * as z from 'zod';
import { ConcurrentChange } from '../../kernel/errors/domain-error.ts';
import { tenantKey } from '../../kernel/persistence/keys.ts';
import type { Table } from '../../kernel/persistence/table.ts';
import type { CustomerContacts } from '../ports/customer-contacts.ts';
import type { CustomerRules } from '../ports/customer-rules.ts';
import { customerItem, storedRules } from './customer-items.ts';
import { customerKey } from './dynamo-customer-store.ts';

export const dynamoCustomerRules = (table: Table): CustomerRules => ({
  partition: (tenant, customerId) => tenantKey(tenant, 'CUSTOMER', customerId),
  find: async (tenant, customerId) => {
    const item = await table.get(customerKey(tenant, customerId));
    if (item === undefined) return undefined;
    const { status, rules, sequence, openings } = customerItem.decode(item);
    return { customerId, isClosed: status === 'closed', rules, sequence, openings };
  },
  change: (tenant, { customerId, sequence, openings }, rules) => ({
    label: 'customer',
    write: {
      kind: 'update',
      key: customerKey(tenant, customerId),
      update: {
        text: 'SET #rules = :rules, #sequence = :next',
        values: { ':rules': z.encode(storedRules, rules), ':next': sequence + 1 },
      },
      condition: {
        text: '#sequence = :sequence AND openings = :openings',
        names: { '#rules': 'rules', '#sequence': 'sequence' },
        values: { ':sequence': sequence, ':openings': openings },
      },
    },
    refused: () => new ConcurrentChange(customerId),
  }),
});

export const dynamoCustomerContacts = (table: Table): CustomerContacts => ({
  emailOf: async (tenant, customerId) => {
    const item = await table.get(customerKey(tenant, customerId));
    return item === undefined ? undefined : customerItem.decode(item).email;
  },
  of: async (tenant, customerId) => {
    const item = await table.get(customerKey(tenant, customerId));
    if (item === undefined) return undefined;
    const { phone, email } = customerItem.decode(item);
    return { phone, email };
  },
});

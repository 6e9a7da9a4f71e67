import { tenantKey } from '../../kernel/persistence/keys.ts';
import type { Table } from '../../kernel/persistence/table.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { RegistrationWaiters } from '../ports/registration-waiters.ts';
import { registrationStages } from '../ports/registration-waiters.ts';
import { registrationWaiterItem } from './registration-waiter-items.ts';

const partition = (tenant: TenantContext, mandateId: string): string => tenantKey(tenant, 'MANDATE_WAITERS', mandateId);

export const dynamoRegistrationWaiters = (table: Table): RegistrationWaiters => ({
  wait: async (tenant, mandateId, waiter) => {
    const item = registrationWaiterItem.encode({ pk: partition(tenant, mandateId), sk: waiter.stage }, waiter);
    await table.write({ kind: 'put', item });
  },
  waiting: async (tenant, mandateId) => {
    const { items } = await table.query({ pk: partition(tenant, mandateId), limit: registrationStages.length });
    return items.map((item) => registrationWaiterItem.decode(item));
  },
  stopWaiting: async (tenant, mandateId, { stage, taskToken }) => {
    const condition = { text: 'taskToken = :token', values: { ':token': taskToken } };
    await table.write({ kind: 'delete', key: { pk: partition(tenant, mandateId), sk: stage }, condition });
  },
});

import type { Table } from '../../kernel/persistence/table.ts';
import type { AlertContacts } from '../ports/alert-contacts.ts';
import { dynamoTenantStore } from './dynamo-tenant-store.ts';

export const dynamoAlertContacts = (table: Table): AlertContacts => ({
  of: async (tenant) => (await dynamoTenantStore(table).find(tenant))?.settings.alertEmails ?? [],
});

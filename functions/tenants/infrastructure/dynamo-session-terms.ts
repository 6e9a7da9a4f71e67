import type { Table } from '../../kernel/persistence/table.ts';
import type { SessionTermsDirectory } from '../ports/session-terms.ts';
import { dynamoTenantStore } from './dynamo-tenant-store.ts';

/** Session terms out of the tenants' items; wired by the handlers of the customer channel. */
export const dynamoSessionTerms = (table: Table): SessionTermsDirectory => ({
  find: async (tenant) => {
    const found = await dynamoTenantStore(table).find(tenant);
    if (found === undefined) return undefined;
    const { status, usageKey, settings } = found;
    const { sessionMinutes, slidingSessions: slides } = settings;
    return { isOpen: status === 'active', sessionMinutes, slides, usageKey };
  },
});

import { tenantKey } from '../../kernel/persistence/keys.ts';
import type { Item, Table } from '../../kernel/persistence/table.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import { isFinal } from '../domain/mandate-states.ts';
import { mandateItem } from './mandate-items.ts';

const pageSize = 100;

interface HeldMandates {
  /** Ids of the mandates that are not over. The index follows within moments. */
  openMandatesOf(tenant: TenantContext, customerId: string): Promise<readonly string[]>;
}

/** What closing a customer asks of mandates; its handler wires it to its own port. */
export const dynamoHeldMandates = (table: Table): HeldMandates => ({
  openMandatesOf: async (tenant, customerId) => {
    const pk = tenantKey(tenant, 'CUSTOMER', customerId, 'MANDATES');
    const open: string[] = [];
    let start: Item | undefined;
    do {
      const page = await table.query({ index: 'gsi1', pk, limit: pageSize, ...(start === undefined ? {} : { start }) });
      const mandates = page.items.map((item) => mandateItem.decode(item));
      open.push(...mandates.filter(({ status }) => !isFinal(status)).map(({ mandateId }) => mandateId));
      start = page.last;
    } while (start !== undefined);
    return open;
  },
});

import type { TenantContext } from '../kernel/tenancy/tenant-context.ts';
import type { ProgramDirectory } from '../tenants/ports/program-directory.ts';
import { TransactionEventRestricted, tellsOfTransaction } from './domain/transaction-events.ts';
import type { EventAccess } from './ports/event-access.ts';

/** The tenant's setting is read only where it decides something, and anew each time: it may be switched. */
export const eventAccess = (programs: ProgramDirectory): EventAccess => {
  const seesAll = async (tenant: TenantContext): Promise<boolean> =>
    (await programs.find(tenant)).transactionData === 'full';
  return {
    visible: async (tenant, events) => {
      const open = events.filter(({ type }) => !tellsOfTransaction(type));
      return open.length === events.length || (await seesAll(tenant)) ? events : open;
    },
    require: async (tenant, { type }) => {
      if (tellsOfTransaction(type) && !(await seesAll(tenant))) throw new TransactionEventRestricted();
    },
  };
};

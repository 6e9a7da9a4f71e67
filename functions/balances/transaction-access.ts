import type { TenantContext } from '../kernel/tenancy/tenant-context.ts';
import type { ProgramDirectory } from '../tenants/ports/program-directory.ts';
import { TransactionDataRestricted } from './domain/transaction-errors.ts';

/**
 * Refuses a tenant that sees aggregated data only (regulation.md rule 105). For the tenant's own doors: a customer may
 * always see the own transactions.
 * @throws transaction_data_restricted
 */
export const requireTransactionData = async (programs: ProgramDirectory, tenant: TenantContext): Promise<void> => {
  const { transactionData } = await programs.find(tenant);
  if (transactionData !== 'full') throw new TransactionDataRestricted();
};

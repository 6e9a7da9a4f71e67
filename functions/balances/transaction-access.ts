import type { OperationContext } from '../kernel/operation/context.ts';
import type { ProgramDirectory } from '../tenants/ports/program-directory.ts';
import { TransactionDataRestricted } from './domain/transaction-errors.ts';

/**
 * Refuses a tenant that sees aggregated data only (regulation.md rule 105). A customer may always see the own
 * transactions.
 * @throws transaction_data_restricted
 */
export const requireTransactionData = async (
  programs: ProgramDirectory,
  { tenant, caller }: Pick<OperationContext, 'tenant' | 'caller'>,
): Promise<void> => {
  if (caller.kind === 'customer') return;
  const { transactionData } = await programs.find(tenant);
  if (transactionData !== 'full') throw new TransactionDataRestricted();
};

import type { OperationContext } from '../../kernel/operation/context.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import { isVisible } from '../../kernel/operation/visibility.ts';
import type { ProgramDirectory } from '../../tenants/ports/program-directory.ts';
import { transactionNotFound } from '../domain/transaction-errors.ts';
import type { BalanceDirectory } from '../ports/balance-directory.ts';
import type { TransactionFinder } from '../ports/transaction-history.ts';
import { requireTransactionData } from '../transaction-access.ts';
import { presentTransaction } from '../transaction-answers.ts';
import type { getTransaction as declaration } from './declaration.ts';

interface Dependencies {
  readonly programs: ProgramDirectory;
  readonly transactions: TransactionFinder;
  readonly balances: Pick<BalanceDirectory, 'find'>;
}

/** Whose a transaction is, its balance knows; nobody asks for the tenant, which sees all of them. */
const mayKnow = async (
  { balances }: Dependencies,
  context: OperationContext,
  { balanceId }: { readonly balanceId: string },
): Promise<boolean> => {
  if (context.caller.kind !== 'customer') return true;
  const balance = await balances.find(context.tenant, balanceId);
  return balance !== undefined && isVisible(context, balance);
};

/**
 * Shows one transaction (M-08).
 *
 * In: its id. Out: the transaction as its balance lists it; another tenant's or another customer's is not found.
 */
export const getTransaction =
  (deps: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params }) => {
    const transaction = await deps.transactions.find(context.tenant, params.transactionId);
    if (transaction === undefined || !(await mayKnow(deps, context, transaction))) throw transactionNotFound();
    await requireTransactionData(deps.programs, context);
    return presentTransaction(transaction);
  };

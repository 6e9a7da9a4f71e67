import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { ProgramDirectory } from '../../tenants/ports/program-directory.ts';
import { transactionNotFound } from '../domain/transaction-errors.ts';
import type { TransactionFinder } from '../ports/transaction-history.ts';
import { requireTransactionData } from '../transaction-access.ts';
import { presentTransaction } from '../transaction-answers.ts';
import type { getTransaction as declaration } from './declaration.ts';

interface Dependencies {
  readonly programs: ProgramDirectory;
  readonly transactions: TransactionFinder;
}

/**
 * Shows one transaction (M-08).
 *
 * In: its id. Out: the transaction as its balance lists it; another tenant's is not found.
 */
export const getTransaction =
  ({ programs, transactions }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context: { tenant }, params }) => {
    const transaction = await transactions.find(tenant, params.transactionId);
    if (transaction === undefined) throw transactionNotFound();
    await requireTransactionData(programs, tenant);
    return presentTransaction(transaction);
  };

import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { ProgramDirectory } from '../../tenants/ports/program-directory.ts';
import type { TransactionHistory } from '../ports/transaction-history.ts';
import { requireTransactionData } from '../transaction-access.ts';
import { presentTransaction } from '../transaction-answers.ts';
import type { listTenantTransactions as declaration } from './declaration.ts';

interface Dependencies {
  readonly programs: ProgramDirectory;
  readonly history: TransactionHistory;
}

/**
 * Lists all transactions of all the tenant's customers (M-23).
 *
 * In: a period, a type, a page. Out: the transactions, newest first; a page may be short and still have a next one. The
 * tenant's program must be allowed to see single transactions (regulation.md rule 105).
 */
export const listTenantTransactions =
  ({ programs, history }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, query }) => {
    await requireTransactionData(programs, context);
    const { data, nextCursor } = await history.ofTenant(context, query);
    return { data: data.map(presentTransaction), nextCursor };
  };

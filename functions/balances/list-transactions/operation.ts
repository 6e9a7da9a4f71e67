import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import { isVisible } from '../../kernel/operation/visibility.ts';
import type { ProgramDirectory } from '../../tenants/ports/program-directory.ts';
import { balanceNotFound } from '../domain/balance-errors.ts';
import type { BalanceDirectory } from '../ports/balance-directory.ts';
import type { TransactionHistory } from '../ports/transaction-history.ts';
import { requireTransactionData } from '../transaction-access.ts';
import { presentTransaction } from '../transaction-answers.ts';
import type { listTransactions as declaration } from './declaration.ts';

interface Dependencies {
  readonly balances: Pick<BalanceDirectory, 'find'>;
  readonly programs: ProgramDirectory;
  readonly history: TransactionHistory;
}

/**
 * Lists the transactions of a balance in any state (M-08).
 *
 * In: a period, a type, a page. Out: its transactions, newest first and strongly consistent; with a filter a page may be
 * short and still have a next one.
 */
export const listTransactions =
  ({ balances, programs, history }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params: { balanceId }, query }) => {
    const balance = await balances.find(context.tenant, balanceId);
    if (balance === undefined || !isVisible(context, balance)) throw balanceNotFound();
    await requireTransactionData(programs, context);
    const { data, nextCursor } = await history.ofBalance(context, balanceId, query);
    return { data: data.map(presentTransaction), nextCursor };
  };

import type { CustomerDirectory } from '../../customers/ports/customer-directory.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import { presentBalance } from '../answers.ts';
import { customerNotFound } from '../domain/balance-errors.ts';
import type { BalanceStore } from '../ports/balance-store.ts';
import type { listBalances as declaration } from './declaration.ts';

interface Dependencies {
  readonly balances: BalanceStore;
  readonly customers: CustomerDirectory;
}

/** One page of a customer's balances, in any state (AN-39). */
export const listBalances =
  ({ balances, customers }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params, query }) => {
    if ((await customers.find(context.tenant, params.customerId)) === undefined) throw customerNotFound();
    const { data, nextCursor } = await balances.listOfCustomer(context.tenant, params.customerId, query);
    return { data: data.map(presentBalance), nextCursor };
  };

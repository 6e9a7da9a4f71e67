import type { IdGenerator } from '../../kernel/ids/ids.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import { presentBalance } from '../answers.ts';
import type { BalanceOpeningDependencies } from '../balance-opening.ts';
import { prepareBalance } from '../balance-opening.ts';
import type { createBalance as declaration } from './declaration.ts';

type Dependencies = BalanceOpeningDependencies & { readonly ids: IdGenerator };

/**
 * Opens a balance for a verified customer (AN-36, AN-37); a customer may have many (AN-39).
 *
 * In: the currency. Out: the balance at zero, with its virtual account (M-17).
 * 1. Take the balance id that belongs to the idempotency key, so that a repeat asks the issuer for the same account.
 * 2. Check customer and currency, and have the account opened (balance-opening.ts).
 * 3. Commit balance, issuer reference, record `balance.created` and key together, unless the customer was closed or
 *    suspended meanwhile.
 */
export const createBalance =
  (deps: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params, body }) => {
    const balanceId = context.idempotency?.reservedId('bal') ?? deps.ids.next('bal', context.tenant);
    const order = { balanceId, customerId: params.customerId, currency: body.currency };
    const { balance, work } = await prepareBalance(deps, context, order);
    return deps.unitOfWork.commit(context, work, presentBalance(balance));
  };

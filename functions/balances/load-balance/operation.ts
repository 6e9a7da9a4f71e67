import { fromWire } from '../../kernel/money/money.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { BankSource } from './from-bank.ts';
import { loadFromBank } from './from-bank.ts';
import type { CreditSource } from './from-credit.ts';
import { loadFromCredit } from './from-credit.ts';
import type { loadBalance as declaration } from './declaration.ts';

/**
 * Loads a balance (M-18): out of the program's credit, for a gateway payment on the program's credit, or from a bank
 * account of the customer.
 *
 * In: an amount and where it comes from. Out: the load, completed.
 */
export const loadBalance = (deps: CreditSource & BankSource): HttpUseCase<typeof declaration> => {
  const fromCredit = loadFromCredit(deps);
  const fromBank = loadFromBank(deps);
  return ({ context, params: { balanceId }, body }) => {
    const { source } = body;
    const amount = fromWire(body.amount);
    return source.type === 'bank_account'
      ? fromBank(context, { balanceId, amount, source })
      : fromCredit(context, { balanceId, amount, source });
  };
};

import type { IdGenerator } from '../../kernel/ids/ids.ts';
import { withPrefix } from '../../kernel/ids/ids.ts';
import { fromWire } from '../../kernel/money/money.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import { customerAccount, move, partnerAccount } from '../domain/accounts.ts';
import { leaving, transactionRecord } from '../domain/transaction.ts';
import type { LimitedMoney } from '../limited-money.ts';
import { balanceFor } from '../limited-money.ts';
import type { Purses } from '../ports/purses.ts';
import type { debitBalance as declaration } from './declaration.ts';

type Dependencies = Pick<LimitedMoney, 'balances' | 'ledger' | 'unitOfWork'> & {
  readonly purses: Purses;
  readonly ids: IdGenerator;
};

/**
 * Takes money out of a customer's balance (M-10).
 *
 * In: an amount and why. Out: the debit, completed.
 * 1. Find the balance, and the tenant's credit purse of the currency.
 * 2. Commit debit, journal entry and key together; the stream's fold lowers the person's total. The money goes to the
 *    purse; to settlement when the tenant has none. The condition of the debit decides whether there is enough.
 */
export const debitBalance =
  (deps: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params, body }) => {
    const { tenant } = context;
    const amount = fromWire(body.amount);
    const [balance, purse] = await Promise.all([
      balanceFor(deps, context, { balanceId: params.balanceId, amount }),
      deps.purses.find(tenant, 'credit', amount.currency),
    ]);
    const { balanceId, person } = balance;
    const eventId = deps.ids.next('evt', tenant);
    const transactionId = withPrefix(eventId, 'txn');
    const receiver = purse === undefined ? 'settlement' : partnerAccount(purse);
    const record = transactionRecord(
      deps.balances.partition(tenant, balanceId),
      {
        transactionId,
        balanceId,
        type: 'debit',
        minor: -amount.minor,
        currency: amount.currency,
        reference: transactionId,
        description: body.reason,
      },
      { eventId, legs: move(customerAccount(balanceId), receiver, amount), ...leaving(person, amount) },
    );
    const writes = [
      deps.ledger.debit(tenant, balanceId, { amount, person }),
      ...(purse === undefined ? [] : [deps.ledger.creditPartner(tenant, amount)]),
    ];
    const answer = { transactionId, balanceId, status: 'completed', amount: body.amount, reason: body.reason } as const;
    return deps.unitOfWork.commit(context, { writes, records: [record] }, answer);
  };

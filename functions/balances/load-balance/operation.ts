import type { IdGenerator } from '../../kernel/ids/ids.ts';
import { withPrefix } from '../../kernel/ids/ids.ts';
import { fromWire } from '../../kernel/money/money.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import { customerAccount, move, partnerAccount } from '../domain/accounts.ts';
import { InsufficientFunds } from '../domain/ledger-errors.ts';
import { transactionRecord } from '../domain/transaction.ts';
import type { LimitedMoney } from '../limited-money.ts';
import { balanceFor, commitWithin, creditWithin, withOwner } from '../limited-money.ts';
import { presentLoad } from '../movement-answers.ts';
import type { Purses } from '../ports/purses.ts';
import type { loadBalance as declaration } from './declaration.ts';

type Dependencies = LimitedMoney & { readonly purses: Purses; readonly ids: IdGenerator };

/**
 * Loads a balance out of the program's credit (M-18, AN-67, AN-73).
 *
 * In: an amount. Out: the load, completed.
 * 1. Find balance, owner and the tenant's credit purse of the currency.
 * 2. Commit credit, limits of the person (rules 58 to 60, 64, 70), charge of the purse, journal entry and key together:
 *    whatever of it does not hold refuses the whole. No balance is read to decide.
 */
export const loadBalance =
  (deps: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params, body }) => {
    const { tenant } = context;
    const amount = fromWire(body.amount);
    const balance = await balanceFor(deps, context, { balanceId: params.balanceId, amount });
    const [to, purse] = await Promise.all([
      withOwner(deps, context, balance),
      deps.purses.find(tenant, 'credit', amount.currency),
    ]);
    if (purse === undefined) throw new InsufficientFunds('partner_credit');
    const { balanceId } = balance;
    const eventId = deps.ids.next('evt', tenant);
    const loadId = withPrefix(eventId, 'lod');
    const transactionId = withPrefix(eventId, 'txn');
    const record = transactionRecord(
      deps.balances.partition(tenant, balanceId),
      { transactionId, balanceId, type: 'load', ...amount, reference: loadId },
      { eventId, legs: move(partnerAccount(purse), customerAccount(balanceId), amount) },
    );
    const writes = [
      ...creditWithin(deps, context, { to, movement: 'load', amount }),
      deps.ledger.chargePartner(tenant, 'credit', amount),
    ];
    const answer = presentLoad({ loadId, balanceId, amount: body.amount, transactionId });
    return commitWithin(deps, context, { work: { writes, records: [record] }, answer });
  };

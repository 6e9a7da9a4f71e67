import type { IdGenerator } from '../../kernel/ids/ids.ts';
import { withPrefix } from '../../kernel/ids/ids.ts';
import { fromWire } from '../../kernel/money/money.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { CurrencyMismatch } from '../domain/balance-errors.ts';
import { partnerBalanceNotFound } from '../domain/partner-errors.ts';
import { partnerBalanceReloaded } from '../domain/partner-events.ts';
import type { DepositReload } from '../ports/deposit-escrow.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { PartnerBalanceStore } from '../ports/partner-balance-store.ts';
import type { reloadPartnerBalance as declaration } from './declaration.ts';

interface Dependencies {
  readonly partners: PartnerBalanceStore;
  readonly ledger: Pick<Ledger, 'creditPartner'>;
  readonly deposits: DepositReload;
  readonly unitOfWork: UnitOfWork;
  readonly ids: IdGenerator;
}

/**
 * Reloads a partner balance (AN-68, AN-73), which only operators may: they have seen the money at the bank.
 *
 * In: the amount in the balance's currency, and the transfer's reference. Out: the completed reload.
 * 1. Find kind and currency of the balance; they never change. Its amount is not looked at.
 * 2. A deposit's money goes to its slices, to all of them alike.
 * 3. Commit the credit, the journal entry (pooled −, partner +) and the idempotency key together (I1).
 */
export const reloadPartnerBalance =
  ({ partners, ledger, deposits, unitOfWork, ids }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params, body }) => {
    const { tenant } = context;
    const balance = await partners.find(tenant, params.partnerBalanceId);
    if (balance === undefined) throw partnerBalanceNotFound();
    const amount = fromWire(body.amount);
    if (amount.currency !== balance.currency) throw new CurrencyMismatch(balance.currency);
    const eventId = ids.next('evt', tenant);
    const transactionId = withPrefix(eventId, 'txn');
    const { reference } = body;
    const { partnerBalanceId } = balance;
    const reload = { transactionId, amount, reference, eventId };
    const work = {
      writes:
        balance.kind === 'deposit'
          ? await deposits.reload(tenant, balance.currency, amount.minor)
          : [ledger.creditPartner(tenant, amount)],
      records: [partnerBalanceReloaded(partners.partition(tenant, balance), balance, reload)],
    };
    const answer = { transactionId, partnerBalanceId, amount: body.amount, reference, status: 'completed' as const };
    return unitOfWork.commit(context, work, answer);
  };

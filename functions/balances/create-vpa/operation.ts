import type { CustomerDirectory, CustomerFacts } from '../../customers/ports/customer-directory.ts';
import { InvalidState } from '../../kernel/errors/domain-error.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import type { Balance } from '../domain/balance.ts';
import { CurrencyUnsupported, KycRequired, balanceNotFound, customerNotFound } from '../domain/balance-errors.ts';
import { vpaCreated } from '../domain/vpa.ts';
import type { BalanceStore } from '../ports/balance-store.ts';
import type { VpaIssuer } from '../ports/vpa-issuer.ts';
import type { VpaStore } from '../ports/vpa-store.ts';
import type { createVpa as declaration } from './declaration.ts';

interface Dependencies {
  readonly balances: BalanceStore;
  readonly customers: CustomerDirectory;
  readonly issuer: VpaIssuer;
  readonly vpas: VpaStore;
  readonly unitOfWork: UnitOfWork;
}

/** UPI is for holders with full KYC (regulation.md 3.6: small PPIs get no UPI), and in rupees. */
const requireUpi = (balance: Balance, owner: CustomerFacts | undefined): void => {
  if (owner === undefined) throw customerNotFound();
  if (owner.kycLevel !== 'full') throw new KycRequired();
  if (balance.state !== 'active') throw new InvalidState(`The balance is ${balance.state}.`);
  if (owner.status === 'suspended' || owner.status === 'closed') {
    throw new InvalidState(`The customer is ${owner.status}.`);
  }
  if (balance.currency !== 'INR') throw new CurrencyUnsupported('INR');
};

/**
 * Makes the UPI ID of a balance (M-20). There is one per balance: a further call answers it.
 *
 * In: a balance in rupees of a holder with full KYC. Out: its UPI ID.
 * 1. Find balance, owner, and the UPI ID that it may have already: then that is the answer.
 * 2. Have the issuer make one for the balance's account: a repeat gets the same.
 * 3. Commit UPI ID, record `vpa.created` and key together.
 */
export const createVpa =
  ({ balances, customers, issuer, vpas, unitOfWork }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params: { balanceId } }) => {
    const { tenant, clock } = context;
    const balance = await balances.find(tenant, balanceId);
    if (balance === undefined) throw balanceNotFound();
    requireUpi(balance, await customers.find(tenant, balance.customerId));
    const earlier = await vpas.find(tenant, balanceId);
    if (earlier !== undefined) {
      return unitOfWork.commit(context, { writes: [], records: [] }, { vpa: earlier.vpa });
    }
    const vpa = await issuer.createVpa(tenant, balance.account.externalId);
    const made = { balanceId, vpa, createdAt: clock.now() };
    const work = {
      writes: [vpas.create(tenant, made)],
      records: [vpaCreated(vpas.partition(tenant, balanceId), made)],
    };
    return unitOfWork.commit(context, work, { vpa });
  };

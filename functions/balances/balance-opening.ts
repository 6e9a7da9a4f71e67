import type { CustomerAdmission, CustomerDirectory, CustomerFacts } from '../customers/ports/customer-directory.ts';
import { DomainError, InvalidState } from '../kernel/errors/domain-error.ts';
import type { Currency } from '../kernel/money/currency.ts';
import type { OperationContext } from '../kernel/operation/context.ts';
import type { UnitOfWork, Work } from '../kernel/persistence/unit-of-work.ts';
import type { ProgramDirectory } from '../tenants/ports/program-directory.ts';
import { restricts } from '../policies/card-controls.ts';
import type { Balance } from './domain/balance.ts';
import { openBalance } from './domain/balance.ts';
import { CurrencyUnsupported, KycRequired, customerNotFound } from './domain/balance-errors.ts';
import { balanceCreated } from './domain/balance-events.ts';
import type { AccountIssuer } from './ports/account-issuer.ts';
import type { BalanceFacts, BalanceOpening } from './ports/balance-directory.ts';
import type { BalanceStore } from './ports/balance-store.ts';

export interface BalanceOpeningDependencies {
  readonly balances: BalanceStore;
  readonly customers: CustomerDirectory & CustomerAdmission;
  readonly programs: ProgramDirectory;
  readonly issuer: AccountIssuer;
  readonly unitOfWork: UnitOfWork;
}

export interface BalanceOrder {
  /** Chosen by the caller; the issuer opens one account per id. */
  readonly balanceId: string;
  readonly customerId: string;
  readonly currency: Currency;
}

/** A balance that is decided and has its account, but is not committed yet. */
export interface PreparedBalance {
  readonly balance: Balance;
  readonly work: Work;
}

type Eligible = CustomerFacts & { readonly kycLevel: 'minimum' | 'full' };

const eligible = (customer: CustomerFacts | undefined): Eligible => {
  if (customer === undefined) throw customerNotFound();
  const { kycLevel } = customer;
  if (kycLevel === 'none') throw new KycRequired();
  if (customer.status === 'suspended' || customer.status === 'closed') {
    throw new InvalidState(`The customer is ${customer.status}.`);
  }
  return { ...customer, kycLevel };
};

/**
 * Opens an account at the issuer and prepares the balance that mirrors it (AL-04).
 *
 * 1. The customer exists, is verified (AN-37) and in order; the currency is the program's.
 * 2. Ask the issuer for an account under our id: a repeat gets the same one.
 * 3. Prepare balance, with the rules that its holder has for all its cards, issuer reference, record `balance.created`
 *    and the guard over the customer and those rules.
 * @throws customer_not_found, kyc_required, invalid_state, currency_unsupported, issuer_refused, temporarily_unavailable
 */
export const prepareBalance = async (
  { balances, customers, programs, issuer }: BalanceOpeningDependencies,
  context: OperationContext,
  { balanceId, customerId, currency }: BalanceOrder,
): Promise<PreparedBalance> => {
  const { tenant, clock } = context;
  const customer = eligible(await customers.find(tenant, customerId));
  const program = await programs.find(tenant);
  if (currency !== program.currency) throw new CurrencyUnsupported(program.currency);
  const order = { reference: balanceId, currency, holderName: customer.displayName };
  const account = await issuer.openAccount(tenant, order);
  const balance = openBalance({ balanceId, customerId, currency, account, level: customer.kycLevel }, clock.now());
  const { rules } = customer;
  const holder = rules !== undefined && restricts(rules) ? rules : undefined;
  return {
    balance,
    work: {
      writes: [
        ...balances.create(tenant, balance, holder),
        customers.admit(tenant, customerId, { rulesVersion: rules?.version }),
      ],
      records: [balanceCreated(balances.partition(tenant, balanceId), balance)],
    },
  };
};

const factsOf = ({ balanceId, customerId, currency, state, account }: Balance): BalanceFacts => ({
  balanceId,
  customerId,
  currency,
  state,
  externalId: account.externalId,
});

/** Opening for workflows: the same decisions, committed by themselves, once per id. */
export const balanceOpening = (deps: BalanceOpeningDependencies): BalanceOpening => ({
  open: async (context, order) => {
    const { tenant } = context;
    const earlier = await deps.balances.find(tenant, order.balanceId);
    if (earlier !== undefined) return factsOf(earlier);
    const { balance, work } = await prepareBalance(deps, context, order);
    try {
      await deps.unitOfWork.commit(context, work, undefined);
    } catch (error) {
      // A second run of the same step was faster: its balance is the one.
      const first =
        error instanceof DomainError && error.code === 'already_exists'
          ? await deps.balances.find(tenant, order.balanceId)
          : undefined;
      if (first === undefined) throw error;
      return factsOf(first);
    }
    return factsOf(balance);
  },
});

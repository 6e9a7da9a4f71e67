import type { CustomerDirectory, CustomerFacts } from '../customers/ports/customer-directory.ts';
import type { HeldBalances } from '../customers/ports/holdings.ts';
import type { LimitUsage } from '../customers/ports/limit-usage.ts';
import { InvalidState } from '../kernel/errors/domain-error.ts';
import type { Money } from '../kernel/money/money.ts';
import { add, money, zero } from '../kernel/money/money.ts';
import type { OperationContext } from '../kernel/operation/context.ts';
import type { UnitOfWork, Work } from '../kernel/persistence/unit-of-work.ts';
import type { WriteIntent } from '../kernel/persistence/write-intent.ts';
import type { ProgramDirectory } from '../tenants/ports/program-directory.ts';
import type { Balance } from './domain/balance.ts';
import { CurrencyMismatch, KycRequired, balanceNotFound, customerNotFound } from './domain/balance-errors.ts';
import type { Movement } from './domain/limits.ts';
import { LimitExceeded, capsMet, limitState, requireCreditsAllowed } from './domain/limits.ts';
import type { BalanceStore } from './ports/balance-store.ts';
import type { Ledger } from './ports/ledger.ts';
import type { LimitUse, PersonLimits } from './ports/person-limits.ts';
import { LimitReached } from './ports/person-limits.ts';

/** What movements of customers' money under limits need. */
export interface LimitedMoney {
  readonly balances: BalanceStore;
  readonly customers: CustomerDirectory;
  readonly programs: ProgramDirectory;
  readonly limits: PersonLimits;
  readonly held: HeldBalances;
  readonly usage: LimitUsage;
  readonly ledger: Ledger;
  readonly unitOfWork: UnitOfWork;
}

/** A balance with its verified owner. */
export interface OwnedBalance {
  readonly balance: Balance;
  readonly owner: CustomerFacts & { readonly kycLevel: 'minimum' | 'full' };
  /** Whose limits it counts towards: the one it counts towards already, else the owner as known now. */
  readonly person: string;
}

/** The balance, if it is the tenant's and keeps the amount's currency. @throws balance_not_found, currency_mismatch */
export const balanceFor = async (
  { balances }: Pick<LimitedMoney, 'balances'>,
  { tenant }: OperationContext,
  wanted: { readonly balanceId: string; readonly amount: Money },
): Promise<Balance> => {
  const balance = await balances.find(tenant, wanted.balanceId);
  if (balance === undefined) throw balanceNotFound();
  if (balance.currency !== wanted.amount.currency) throw new CurrencyMismatch(balance.currency);
  return balance;
};

/** Who owns a balance, and whose limits count for it. @throws customer_not_found, kyc_required, invalid_state */
export const withOwner = async (
  { customers, programs, limits }: LimitedMoney,
  { tenant }: OperationContext,
  balance: Balance,
): Promise<OwnedBalance> => {
  const found = await customers.find(tenant, balance.customerId);
  if (found === undefined) throw customerNotFound();
  const { kycLevel } = found;
  if (kycLevel === 'none') throw new KycRequired();
  if (found.status === 'suspended' || found.status === 'closed') {
    throw new InvalidState(`The customer is ${found.status}.`);
  }
  const person = balance.person ?? (await limits.personOf((await programs.find(tenant)).issuer, found.phone));
  return { balance, owner: { ...found, kycLevel }, person };
};

/**
 * How a movement uses the limits of a balance's owner, by the law of the tenant's day.
 * @throws limit_exceeded for money from outside onto a small instrument whose time to be converted is over (rule 62)
 */
export const limitUse = (
  context: OperationContext,
  { balance, owner, person }: OwnedBalance,
  moved: { readonly movement: Movement; readonly amount: Money },
): LimitUse => {
  const at = context.clock.now();
  const { customerId, currency, createdAt: openedAt } = balance;
  if (moved.movement === 'load') requireCreditsAllowed({ level: owner.kycLevel, currency, openedAt }, at);
  const caps = capsMet(moved.movement, { level: owner.kycLevel, currency }, at);
  return { customerId, person, caps, amount: moved.amount, at };
};

/**
 * Money in: the balance takes it, and the limits hold. No money comes to a closed customer, since its balances are
 * closed with it.
 */
export const creditWithin = (
  { ledger, limits }: LimitedMoney,
  context: OperationContext,
  into: { readonly to: OwnedBalance; readonly movement: 'load' | 'own_transfer'; readonly amount: Money },
): readonly WriteIntent[] => {
  const { to, amount } = into;
  const { tenant } = context;
  const use = limitUse(context, to, into);
  const { balanceId } = to.balance;
  const person = use.caps.length === 0 ? to.balance.person : to.person;
  return [ledger.credit(tenant, balanceId, { amount, person }), ...limits.raise(tenant, use)];
};

const explain = async (
  { held, usage }: LimitedMoney,
  { tenant }: OperationContext,
  { cap, customerId, counted, run }: LimitReached,
): Promise<LimitExceeded> => {
  const { currency } = cap.limit;
  const own =
    run === undefined
      ? (await held.heldBy(tenant, customerId))
          .filter(({ posted }) => posted.currency === currency)
          .reduce((sum, { posted }) => add(sum, posted), zero(currency))
      : money((await usage.read(tenant, customerId, run.name))[cap.counter] ?? 0n, currency);
  return new LimitExceeded(limitState(cap, { own, person: money(counted, currency) }, run?.endsAt));
};

/** Commits a movement. @throws limit_exceeded with what the caller may know of the limit, and whatever refused it */
export const commitWithin = async <Answer>(
  deps: LimitedMoney,
  context: OperationContext,
  { work, answer }: { readonly work: Work; readonly answer: Answer },
): Promise<Answer> => {
  try {
    return await deps.unitOfWork.commit(context, work, answer);
  } catch (error) {
    if (error instanceof LimitReached) throw await explain(deps, context, error);
    throw error;
  }
};

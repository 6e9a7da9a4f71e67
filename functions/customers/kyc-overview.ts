import type { OperationContext } from '../kernel/operation/context.ts';
import type { Money } from '../kernel/money/money.ts';
import { add, money, subtract, toWire, zero } from '../kernel/money/money.ts';
import { toTimestamp } from '../kernel/time/clock.ts';
import type { Cap } from '../policies/ppi-caps.ts';
import { capsOf } from '../policies/ppi-caps.ts';
import type { Window } from '../policies/window.ts';
import { windowAt } from '../policies/window.ts';
import type { ProgramDirectory } from '../tenants/ports/program-directory.ts';
import type { Customer, VerifiedLevel } from './domain/customer.ts';
import type { KycCase } from './domain/kyc-case.ts';
import { isOverdue } from './domain/kyc-case.ts';
import type { KycOverview } from './kyc-answers.ts';
import { presentOpenCase } from './kyc-answers.ts';
import type { HeldBalance, HeldBalances } from './ports/holdings.ts';
import type { LimitUsage, PersonAsked, PersonUsage } from './ports/limit-usage.ts';

export interface OverviewDependencies {
  readonly balances: HeldBalances;
  readonly usage: LimitUsage;
  readonly personUsage: PersonUsage;
  readonly programs: ProgramDirectory;
}

/** The prepaid instrument that a customer's level gives it (regulation.md section 3.5). */
const categoryOf = { minimum: 'small', full: 'full' } as const satisfies Record<VerifiedLevel, 'small' | 'full'>;

const runOf = ({ window }: Cap, context: OperationContext): Window | undefined =>
  window === null ? undefined : windowAt(window, context.clock.now());

/** What counts towards a cap: of the customer, which is shown, and of the person, which is not. */
interface Used {
  readonly own: Money;
  readonly person: Money;
}

const largest = (amounts: readonly bigint[]): bigint =>
  amounts.reduce((most, minor) => (minor > most ? minor : most), 0n);

/** What is capped for each instrument: cash (rule 67), and what is spent abroad (rule 87). */
const byInstrument: Readonly<Partial<Record<Cap['counter'], 'cash' | 'abroad'>>> = {
  cash_out: 'cash',
  abroad: 'abroad',
};

/** Of such a cap the instrument that has used most of it tells. */
const takenOf = (
  held: readonly HeldBalance[],
  { of, month, limit }: { readonly of: 'cash' | 'abroad'; readonly month: string; readonly limit: Money },
): Money => {
  const taken = held.flatMap(({ [of]: counted }) => (counted?.month === month ? [counted.taken.minor] : []));
  return money(largest(taken), limit.currency);
};

const outstandingOf = (held: readonly HeldBalance[], currency: Money['currency']): Money =>
  held
    .filter(({ posted }) => posted.currency === currency)
    .reduce((sum, { posted }) => add(sum, posted), zero(currency));

/** Balances keep the person that they were first credited for; before that it is who is known now. */
const personsOf = (held: readonly HeldBalance[], known: PersonAsked): readonly PersonAsked[] => {
  const kept = new Set(held.flatMap(({ person }) => (person === undefined ? [] : [person])));
  return kept.size === 0 ? [known] : [...kept].map((person) => ({ person }));
};

const usedOf = async (
  deps: OverviewDependencies,
  context: OperationContext,
  asked: {
    readonly cap: Cap;
    readonly customer: Customer;
    readonly issuer: string;
    readonly held: readonly HeldBalance[];
  },
): Promise<Used> => {
  const { cap, customer, issuer, held } = asked;
  const run = runOf(cap, context);
  const of = byInstrument[cap.counter];
  if (of !== undefined && run !== undefined) {
    const own = takenOf(held, { of, month: run.name, limit: cap.limit });
    return { own, person: zero(cap.limit.currency) };
  }
  const persons = personsOf(held, { issuer, phone: customer.phone });
  const [own, ...used] = await Promise.all([
    run === undefined ? undefined : deps.usage.read(context.tenant, customer.customerId, run.name),
    ...persons.map((person) => deps.personUsage.read(person, run?.name ?? null)),
  ]);
  const { currency } = cap.limit;
  return {
    own: own === undefined ? outstandingOf(held, currency) : money(own[cap.counter] ?? 0n, currency),
    person: money(largest(used.map((counted) => counted[cap.counter] ?? 0n)), currency),
  };
};

/** `remaining` is the person's headroom at the issuer (rule 70); `used` tells of this customer alone. */
const limitRow = (cap: Cap, run: Window | undefined, { own, person }: Used): KycOverview['limits'][number] => {
  const left = subtract(cap.limit, own.minor > person.minor ? own : person);
  return {
    rule: cap.rule,
    limit: toWire(cap.limit),
    used: toWire(own),
    remaining: toWire(left.minor < 0n ? zero(left.currency) : left),
    resetsAt: run === undefined ? null : toTimestamp(run.endsAt),
  };
};

const limitsOf = async (
  deps: OverviewDependencies,
  context: OperationContext,
  customer: Customer,
): Promise<KycOverview['limits']> => {
  if (customer.kycLevel === 'none') return [];
  const { currency, issuer } = await deps.programs.find(context.tenant);
  // Law of another currency's country is not known here: a cap in rupees says nothing about euros.
  const caps = capsOf(categoryOf[customer.kycLevel], context.clock.now()).filter(
    ({ limit }) => limit.currency === currency,
  );
  if (caps.length === 0) return [];
  const held = await deps.balances.heldBy(context.tenant, customer.customerId);
  return Promise.all(
    caps.map(async (cap) =>
      limitRow(cap, runOf(cap, context), await usedOf(deps, context, { cap, customer, issuer, held })),
    ),
  );
};

/** What getKyc and assertKyc answer: the level, the open case and the limits of the level on the tenant's day. */
export const kycOverview = async (
  deps: OverviewDependencies,
  context: OperationContext,
  { customer, openCases }: { readonly customer: Customer; readonly openCases: readonly KycCase[] },
): Promise<KycOverview> => {
  const waiting = openCases.filter((kyc) => !isOverdue(kyc, context.clock.now()));
  const shown = waiting.find(({ level }) => level === 'full') ?? waiting[0];
  return {
    level: customer.kycLevel,
    openCase: shown === undefined ? null : presentOpenCase(shown),
    limits: await limitsOf(deps, context, customer),
  };
};

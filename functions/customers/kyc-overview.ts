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
import type { HeldBalances } from './ports/holdings.ts';
import type { LimitUsage, UsedInWindow } from './ports/limit-usage.ts';

export interface OverviewDependencies {
  readonly balances: HeldBalances;
  readonly usage: LimitUsage;
  readonly programs: ProgramDirectory;
}

/** The prepaid instrument that a customer's level gives it (regulation.md section 3.5). */
const categoryOf = { minimum: 'small', full: 'full' } as const satisfies Record<VerifiedLevel, 'small' | 'full'>;

const runOf = ({ window }: Cap, context: OperationContext): Window | undefined =>
  window === null ? undefined : windowAt(window, context.clock.now());

const readUsage = async (
  { usage }: OverviewDependencies,
  context: OperationContext,
  { caps, customerId }: { readonly caps: readonly Cap[]; readonly customerId: string },
): Promise<ReadonlyMap<string, UsedInWindow>> => {
  const windows = new Set(caps.flatMap((cap) => runOf(cap, context)?.name ?? []));
  return new Map(
    await Promise.all(
      [...windows].map(async (window) => [window, await usage.read(context.tenant, customerId, window)] as const),
    ),
  );
};

const limitRow = (cap: Cap, run: Window | undefined, used: Money): KycOverview['limits'][number] => {
  const left = subtract(cap.limit, used);
  return {
    rule: cap.rule,
    limit: toWire(cap.limit),
    used: toWire(used),
    remaining: toWire(left.minor < 0n ? zero(left.currency) : left),
    resetsAt: run === undefined ? null : toTimestamp(run.endsAt),
  };
};

const limitsOf = async (
  deps: OverviewDependencies,
  context: OperationContext,
  { customerId, kycLevel }: Customer,
): Promise<KycOverview['limits']> => {
  if (kycLevel === 'none') return [];
  const { currency } = await deps.programs.find(context.tenant);
  // Law of another currency's country is not known here: a cap in rupees says nothing about euros.
  const caps = capsOf(categoryOf[kycLevel], context.clock.now()).filter(({ limit }) => limit.currency === currency);
  if (caps.length === 0) return [];
  const [held, usage] = await Promise.all([
    deps.balances.heldBy(context.tenant, customerId),
    readUsage(deps, context, { caps, customerId }),
  ]);
  const outstanding = held
    .filter(({ posted }) => posted.currency === currency)
    .reduce((sum, { posted }) => add(sum, posted), zero(currency));
  return caps.map((cap) => {
    const run = runOf(cap, context);
    const counted = run === undefined ? undefined : money(usage.get(run.name)?.[cap.counter] ?? 0n, currency);
    return limitRow(cap, run, counted ?? outstanding);
  });
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

import { abroadChecks, abroadLimitMet } from './abroad-checks.ts';
import type { AuthorizationRequest } from './network-message.ts';
import type { Check } from './checks.ts';
import { cardChecks, moneyChecks, tenantCheck } from './checks.ts';
import { wouldPassWithAll } from './hints.ts';
import type { MandateWord } from './mandate-checks.ts';
import { mandateChecks } from './mandate-checks.ts';
import type { Reason } from './reasons.ts';
import { ruleChecks } from './rule-checks.ts';
import type { Counter, MetLimit, Surroundings } from './spend-limits.ts';
import { cashLimitMet, limitsMet } from './spend-limits.ts';
import type { SpendFacts } from './spend-facts.ts';

/** A counter that an approval raises. */
export interface RaisedCounter extends Counter {
  /** It counts uses too: this is one, unless it is more on the same authorization. */
  readonly times: bigint | undefined;
}

/** What was found outside the balance's own item. */
export interface Circumstances extends Surroundings {
  /** Partner deposit: not asked in credit mode. */
  readonly deposit: 'not_needed' | 'enough' | 'short';
  /** Tenant's decision webhook: `not_asked` when there is none, or not yet. */
  readonly tenant: 'not_asked' | 'approve' | 'decline' | 'silent_approve' | 'silent_decline';
  /** An increment of an approved authorization: a lock that came later does not stop it (domain.md 2.4). */
  readonly linked: boolean;
  /** Of an increment: what of the authorization was approved before, minor units. */
  readonly before?: bigint | undefined;
  /** Of a message about a mandate. */
  readonly mandate?: MandateWord | undefined;
}

/** The outcome of all checks in their order (domain.md 2.6). */
export interface Decision {
  readonly reason: Reason;
  /** Of the check that decided, where the reason alone does not say it. */
  readonly actionCode?: string | undefined;
  /** Minor units: what is approved; 0 when declined. */
  readonly approved: bigint;
  readonly checks: readonly Check[];
  /** The smallest change that would have passed; undefined when nothing the holder can change would. */
  readonly wouldPassWith: Readonly<Record<string, unknown>> | undefined;
  /** Counters that the approval raises. */
  readonly counted: readonly RaisedCounter[];
  /** Whether switches and limits were not held against it: the write must not, either. */
  readonly liftsControls?: boolean;
}

const partial = (request: AuthorizationRequest, facts: SpendFacts, failed: readonly Check[]): bigint => {
  const short = failed.length === 1 && failed[0]?.name === 'available';
  const may = request.kind === 'authorization' && request.partialCapable && facts.available > 0n;
  return short && may ? facts.available : 0n;
};

const raised = (
  { kind }: AuthorizationRequest,
  limits: readonly MetLimit[],
  byLaw: readonly (Counter | undefined)[],
): readonly RaisedCounter[] => [
  ...limits.flatMap(({ counted }) =>
    counted === undefined ? [] : [{ key: counted.key, run: counted.run, times: kind === 'increment' ? 0n : 1n }],
  ),
  ...byLaw.flatMap((met) => (met === undefined ? [] : [{ key: met.key, run: met.run, times: undefined }])),
];

/**
 * Decides on a request by what is stored. Pure: the same facts, the same decision. All checks are made, in their order;
 * the first that fails gives the reason, all are kept.
 */
export const decide = (request: AuthorizationRequest, facts: SpendFacts, circumstances: Circumstances): Decision => {
  const { now, program, mandate } = circumstances;
  const isBound = mandate?.liftsControls !== true;
  const limits = isBound ? limitsMet(request, facts, { now, program }) : [];
  const cash = cashLimitMet(request, facts, now);
  const checks = [
    ...cardChecks(request, facts, circumstances),
    ...mandateChecks(mandate),
    // A mandate lifts what holder and program say, not the law.
    ...abroadChecks(request, facts, circumstances),
    ...(isBound ? ruleChecks(request, facts, { now, program, limits, cash }) : []),
    ...moneyChecks(request, facts, circumstances),
    ...tenantCheck(circumstances),
  ];
  const failed = checks.filter(({ outcome }) => outcome === 'failed');
  const [first] = failed;
  const counted = raised(request, limits, [cash, abroadLimitMet(request, facts, now)]);
  if (first === undefined) {
    const approved = request.amount.minor;
    return { reason: 'approved', approved, checks, wouldPassWith: undefined, counted, liftsControls: !isBound };
  }
  const part = partial(request, facts, failed);
  const wouldPassWith = wouldPassWithAll(failed, facts.available);
  if (part > 0n) return { reason: 'approved_partially', approved: part, checks, wouldPassWith, counted };
  return { reason: first.reason, actionCode: first.actionCode, approved: 0n, checks, wouldPassWith, counted: [] };
};

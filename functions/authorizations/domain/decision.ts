import type { Temporal } from 'temporal-polyfill';
import type { AuthorizationRequest } from './network-message.ts';
import type { Check } from './checks.ts';
import { cardChecks, moneyChecks, ruleChecks, tenantCheck } from './checks.ts';
import type { Reason } from './reasons.ts';
import type { CountedLimit } from './spend-limits.ts';
import { countedLimits } from './spend-limits.ts';
import type { SpendCounter, SpendCounters, SpendFacts } from './spend-facts.ts';
import { usedIn } from './spend-facts.ts';

/** What was found outside the balance's own item. */
export interface Circumstances {
  readonly now: Temporal.Instant;
  /** Partner deposit: not asked in credit mode. */
  readonly deposit: 'not_needed' | 'enough' | 'short';
  /** Tenant's decision webhook: `not_asked` when there is none, or not yet. */
  readonly tenant: 'not_asked' | 'approve' | 'decline' | 'silent_approve' | 'silent_decline';
  /** An increment of an approved authorization: a lock that came later does not stop it (domain.md 2.4). */
  readonly linked: boolean;
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
  /** Counters as the approval leaves them, when any counts. */
  readonly counters: SpendCounters | undefined;
}

const partial = (request: AuthorizationRequest, facts: SpendFacts, failed: readonly Check[]): bigint => {
  const short = failed.length === 1 && failed[0]?.name === 'available';
  const may = request.kind === 'authorization' && request.partialCapable && facts.available > 0n;
  return short && may ? facts.available : 0n;
};

const raised = (facts: SpendFacts, limits: readonly CountedLimit[], minor: bigint): SpendCounters | undefined => {
  if (limits.length === 0) return undefined;
  const entries = limits.map(({ key, run }): readonly [string, SpendCounter] => [
    key,
    { window: run, used: usedIn(facts.counters, key, run) + minor },
  ]);
  return { ...facts.counters, ...Object.fromEntries(entries) };
};

/**
 * Decides on a request by what is stored. Pure: the same facts, the same decision. All checks are made, in their order;
 * the first that fails gives the reason, all are kept.
 */
export const decide = (request: AuthorizationRequest, facts: SpendFacts, circumstances: Circumstances): Decision => {
  const limits = countedLimits(request, facts, circumstances.now);
  const checks = [
    ...cardChecks(request, facts, circumstances),
    ...ruleChecks(request, facts, { now: circumstances.now, limits }),
    ...moneyChecks(request, facts, circumstances),
    ...tenantCheck(circumstances),
  ];
  const failed = checks.filter(({ outcome }) => outcome === 'failed');
  const [first] = failed;
  if (first === undefined) {
    const approved = request.amount.minor;
    const counters = raised(facts, limits, approved);
    return { reason: 'approved', approved, checks, wouldPassWith: undefined, counters };
  }
  const part = partial(request, facts, failed);
  if (part > 0n) {
    const counters = raised(facts, limits, part);
    return { reason: 'approved_partially', approved: part, checks, wouldPassWith: first.wouldPassWith, counters };
  }
  const { reason, wouldPassWith } = first;
  return { reason, actionCode: first.actionCode, approved: 0n, checks, wouldPassWith, counters: undefined };
};

import type { ApprovalTerms, SpendCounters, SpendState } from '../balances/ports/spend-ledger.ts';
import { isAbroad } from '../policies/card-rules.ts';
import type { Case, Findings } from './case.ts';
import type { Decision } from './domain/decision.ts';
import type { Counted } from './domain/hold.ts';
import type { SpendChannel } from './domain/spend-facts.ts';
import { runOf, usedIn } from './domain/spend-facts.ts';

const channelsOf = ({ request, program }: Case): readonly SpendChannel[] => [
  request.channel,
  ...(isAbroad(program.currency, request.merchant.country) ? (['international'] as const) : []),
];

/**
 * What the counters are raised by, so that a reversal can take it back.
 * @param minor what is reserved: less than was approved when a message came before
 */
export const countedBy = (decision: Decision | undefined, { known }: Findings, minor: bigint): readonly Counted[] => {
  if (decision?.counters === undefined || known === undefined || minor === 0n) return [];
  return Object.entries(decision.counters)
    .filter(([key, { window, used }]) => used !== usedIn(known.counters, key, window))
    .map(([key, { window }]) => ({ key, run: window, minor }));
};

/** The counters as they are once that is counted. */
const countersAfter = (
  decision: Decision | undefined,
  known: SpendState,
  counted: readonly Counted[],
): SpendCounters | undefined => {
  if (decision?.counters === undefined) return undefined;
  const raised = counted.map(({ key, run, minor }): readonly [string, SpendCounters[string]] => [
    key,
    { window: run, used: usedIn(known.counters, key, run) + minor },
  ]);
  return { ...known.counters, ...Object.fromEntries(raised) };
};

/** The conditions of the write, and what it changes. */
export const termsOf = (
  asked: Case,
  findings: Findings,
  to: { readonly minor: bigint; readonly decision: Decision | undefined; readonly counted: readonly Counted[] },
): ApprovalTerms => {
  const { request, context } = asked;
  const { minor, decision, counted } = to;
  const { currency } = request.amount;
  const { known } = findings;
  return {
    amount: minor,
    currency,
    month: runOf('month', currency, context.clock.now()),
    channels: channelsOf(asked),
    ...(request.kind === 'increment' ? { evenLocked: true } : {}),
    effect: request.kind === 'financial' ? { kind: 'pay', person: known?.person } : { kind: 'hold' },
    ...(known === undefined
      ? {}
      : {
          known: {
            level: known.level,
            rulesVersion: known.card?.rules?.version,
            counters: { before: known.counters, after: countersAfter(decision, known, counted) },
          },
        }),
  };
};

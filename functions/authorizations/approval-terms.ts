import type { ApprovalTerms, SpendCounters, SpendState } from '../balances/ports/spend-ledger.ts';
import type { Channel } from '../policies/card-controls.ts';
import { isAbroad } from '../policies/card-rules.ts';
import type { Case, Findings } from './case.ts';
import type { Decision } from './domain/decision.ts';
import type { Counted } from './domain/hold.ts';
import { countedIn } from './domain/spend-facts.ts';
import { monthAt } from './domain/spend-windows.ts';

const channelsOf = ({ request, program }: Case): readonly Channel[] => [
  request.channel,
  ...(isAbroad(program.currency, request.merchant.country) ? (['international'] as const) : []),
];

/**
 * What the counters are raised by, so that a reversal can take it back.
 * @param minor what is reserved: less than was approved when a message came before
 */
export const countedBy = (decision: Decision | undefined, minor: bigint): readonly Counted[] =>
  minor === 0n ? [] : (decision?.counted ?? []).map((counter) => ({ ...counter, minor }));

/** The counters as they are once that is counted. */
const countersAfter = (known: SpendState, counted: readonly Counted[]): SpendCounters | undefined => {
  if (counted.length === 0) return undefined;
  const raised = counted.map(({ key, run, minor, times }): readonly [string, SpendCounters[string]] => {
    const before = countedIn(known.counters, { key, run });
    const uses = times === undefined ? {} : { times: before.times + times };
    return [key, { window: run, used: before.used + minor, ...uses }];
  });
  return { ...known.counters, ...Object.fromEntries(raised) };
};

/** The conditions of the write, and what it changes. */
export const termsOf = (
  asked: Case,
  findings: Findings,
  to: { readonly minor: bigint; readonly counted: readonly Counted[]; readonly liftsControls: boolean },
): ApprovalTerms => {
  const { request, context } = asked;
  const { minor, counted, liftsControls } = to;
  const { currency } = request.amount;
  const { known } = findings;
  return {
    amount: minor,
    currency,
    month: monthAt(currency, context.clock.now()),
    channels: liftsControls ? [] : channelsOf(asked),
    ...(request.kind === 'increment' ? { evenLocked: true } : {}),
    effect: request.kind === 'financial' ? { kind: 'pay', person: known?.person } : { kind: 'hold' },
    ...(known === undefined
      ? {}
      : {
          known: {
            level: known.level,
            rulesVersion: known.card?.rules?.version,
            holderVersion: known.holder?.version,
            counters: { before: known.counters, after: countersAfter(known, counted) },
          },
        }),
  };
};

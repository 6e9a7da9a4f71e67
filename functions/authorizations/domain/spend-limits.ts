import type { Temporal } from 'temporal-polyfill';
import { cashRules } from '../../policies/card-rules.ts';
import type { AuthorizationRequest } from './network-message.ts';
import type { SpendFacts, SpendLimit } from './spend-facts.ts';
import { runOf } from './spend-facts.ts';

/** A limit that counts within a window, and which counter and window that is right now. */
export interface CountedLimit {
  readonly key: string;
  readonly run: string;
  /** Minor units. */
  readonly max: bigint;
  /** What set it: a card's own rule, or the key of a policy. */
  readonly source: string;
  readonly kind: 'spend' | 'cash';
}

/** Counter of all cash of a balance within a month (rule 67 counts per instrument). */
const cashCounter = 'cash';

const keyOf = (cardExternalId: string, { per, channel }: SpendLimit): string =>
  `${cardExternalId}#${per}#${channel ?? 'any'}`;

/** The card's own limits that this use counts towards. */
export const limitsMet = (request: AuthorizationRequest, facts: SpendFacts): readonly SpendLimit[] =>
  (facts.card?.rules?.limits ?? []).filter(({ channel }) => channel === undefined || channel === request.channel);

/** Limits that count this request within a window: the card's own ones, and the law's on cash. */
export const countedLimits = (
  request: AuthorizationRequest,
  facts: SpendFacts,
  now: Temporal.Instant,
): readonly CountedLimit[] => {
  const { currency } = facts;
  const own = limitsMet(request, facts).flatMap((limit): readonly CountedLimit[] =>
    limit.per === 'transaction'
      ? []
      : [
          {
            key: keyOf(request.cardExternalId, limit),
            run: runOf(limit.per, currency, now),
            max: limit.max,
            source: `card limit per ${limit.per}${limit.channel === undefined ? '' : ` for ${limit.channel}`}`,
            kind: 'spend',
          },
        ],
  );
  if (request.channel !== 'atm') return own;
  const { perMonth, rules } = cashRules({ level: facts.level, currency }, now);
  if (perMonth === undefined) return own;
  const run = runOf('month', currency, now);
  return [...own, { key: cashCounter, run, max: perMonth.minor, source: rules[1] ?? '', kind: 'cash' }];
};

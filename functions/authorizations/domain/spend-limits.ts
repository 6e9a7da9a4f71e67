import type { Temporal } from 'temporal-polyfill';
import type { RuleLevel, UseLimit, UseRules } from '../../policies/card-controls.ts';
import { cashRules } from '../../policies/card-rules.ts';
import type { AuthorizationRequest } from './network-message.ts';
import type { SpendFacts } from './spend-facts.ts';
import { windowOf } from './spend-windows.ts';

/** A counter of the balance, in the run that it is in right now. */
export interface Counter {
  readonly key: string;
  readonly run: string;
}

/** A limit of a level that this use meets; one that counts within a window has its counter. */
export interface MetLimit {
  readonly level: RuleLevel;
  readonly version: number;
  readonly limit: UseLimit;
  readonly counted: (Counter & { readonly endsAt: Temporal.Instant }) | undefined;
}

/** The law's limit on cash within a month (rule 67). */
export interface CashLimit extends Counter {
  /** Minor units. */
  readonly max: bigint;
  /** Key of the policy. */
  readonly rule: string;
}

/** What a decision meets: where it is made, and what the program says. */
export interface Surroundings {
  readonly now: Temporal.Instant;
  /** Rules of the program, for each of its cards. */
  readonly program: UseRules | undefined;
}

/** Counter of all cash of a balance within a month: rule 67 counts per instrument. */
const cashCounter = 'cash';

/** The levels that say something, the nearest first: where several refuse, the first one names the reason. */
export const rulesMet = (
  { card, holder }: SpendFacts,
  { program }: Pick<Surroundings, 'program'>,
): readonly { readonly level: RuleLevel; readonly rules: UseRules }[] => [
  ...(card?.rules === undefined ? [] : [{ level: 'card' as const, rules: card.rules }]),
  ...(holder === undefined ? [] : [{ level: 'customer' as const, rules: holder }]),
  ...(program === undefined ? [] : [{ level: 'program' as const, rules: program }]),
];

/**
 * A holder's counters are of the balance, with all its cards; those of card and program are the card's, together with
 * the cards whose place it took.
 */
const scopes: Readonly<Record<RuleLevel, (card: string) => string>> = {
  card: (card) => card,
  customer: () => 'customer',
  program: (card) => `program#${card}`,
};

/** The limits of all levels that this use counts towards. */
export const limitsMet = (
  { cardExternalId, channel }: Pick<AuthorizationRequest, 'cardExternalId' | 'channel'>,
  facts: SpendFacts,
  { now, program }: Surroundings,
): readonly MetLimit[] =>
  rulesMet(facts, { program }).flatMap(({ level, rules: { version, limits } }) =>
    limits
      .filter((limit) => limit.channel === undefined || limit.channel === channel)
      .map((limit): MetLimit => {
        const { per, zone } = limit;
        if (per === 'transaction') return { level, version, limit, counted: undefined };
        const key = `${scopes[level](facts.card?.countedAs ?? cardExternalId)}#${per}#${limit.channel ?? 'any'}`;
        return { level, version, limit, counted: { key, ...windowOf({ per, zone }, facts.currency, now) } };
      }),
  );

/** The law's limit on cash, when this use is cash and there is one. */
export const cashLimitMet = (
  { channel }: Pick<AuthorizationRequest, 'channel'>,
  { level, currency }: Pick<SpendFacts, 'level' | 'currency'>,
  now: Temporal.Instant,
): CashLimit | undefined => {
  if (channel !== 'atm') return undefined;
  const { perMonth, rules } = cashRules({ level, currency }, now);
  if (perMonth === undefined) return undefined;
  const { run } = windowOf({ per: 'month' }, currency, now);
  return { key: cashCounter, run, max: perMonth.minor, rule: rules[1] ?? '' };
};

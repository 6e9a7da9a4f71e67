import type { Temporal } from 'temporal-polyfill';
import type { Policy } from './policy.ts';
import { policyOn } from './policy.ts';

type Unit = Policy['unit'];

/** Reads rules on a day, in their unit. */
export interface RuleReader {
  /** The version of a rule that holds on a day; undefined where none does. */
  readonly ruleOn: <U extends Unit>(
    key: string,
    unit: U,
    on: Temporal.PlainDate,
  ) => (Policy & { readonly unit: U }) | undefined;
  /** Whether a rule that says yes or no says yes on a day; no where no version of it holds. */
  readonly flagOn: (key: string, on: Temporal.PlainDate) => boolean;
  /** What a rule lists on a day; nothing where no version of it holds. */
  readonly namesOn: (key: string, on: Temporal.PlainDate) => readonly string[];
}

const isIn = <U extends Unit>(policy: Policy, unit: U): policy is Policy & { readonly unit: U } => policy.unit === unit;

export const ruleReader = (rules: readonly Policy[]): RuleReader => {
  const ruleOn: RuleReader['ruleOn'] = (key, unit, on) => {
    const policy = policyOn(rules, key, on);
    return policy !== undefined && isIn(policy, unit) ? policy : undefined;
  };
  return {
    ruleOn,
    flagOn: (key, on) => ruleOn(key, 'flag', on)?.value ?? false,
    namesOn: (key, on) => ruleOn(key, 'names', on)?.value ?? [],
  };
};

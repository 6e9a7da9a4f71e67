import type { Check, CheckName } from './checks.ts';
import { check } from './checks.ts';
import type { Reason } from './reasons.ts';

/** What is known of the mandate that a message speaks of. */
export interface MandateWord {
  readonly findings: readonly {
    readonly name: CheckName;
    readonly passed: boolean;
    readonly input: unknown;
    readonly threshold: unknown;
    readonly reason: Reason;
    readonly ruleVersion: string;
  }[];
  /** A debit inside a mandate that we hold: the switches and limits of card, holder and program do not bind it (rule 17). */
  readonly liftsControls: boolean;
}

/** The checks of a message about a mandate; none of an ordinary one. */
export const mandateChecks = (word: MandateWord | undefined): readonly Check[] =>
  (word?.findings ?? []).map(({ name, passed, ...found }) => check(name, passed, found));

import type { Temporal } from 'temporal-polyfill';
import type { Money } from '../kernel/money/money.ts';
import type { Policy } from './policy.ts';
import { versionOf } from './policy.ts';
import { indianTimeZone, windowAt } from './window.ts';

/** How money moved, as far as the drafts tell it apart; `payment` leaves the person in any other way. */
export type MovementKind = 'load' | 'cash_load' | 'purchase' | 'cash_out' | 'transfer_to_other' | 'payment';

/** A movement that was allowed by the rules in force. */
export interface Movement {
  readonly id: string;
  readonly kind: MovementKind;
  readonly amount: Money;
  readonly at: Temporal.Instant;
  /** Whose limits it counts towards. */
  readonly person: string;
  readonly category: 'small' | 'full';
  /** When the instrument was opened. */
  readonly openedAt: Temporal.Instant;
  /** Whether the payee is outside India. */
  readonly abroad: boolean;
}

/** What a person moved earlier in the same calendar month, in minor units, by what the drafts count. */
export interface Used {
  readonly debit: bigint;
  readonly p2p: bigint;
  readonly cashLoad: bigint;
}

export interface DraftRefusal {
  readonly movementId: string;
  /** `key@effectiveFrom` of the draft. */
  readonly rule: string;
}

export const nothingUsed: Used = { debit: 0n, p2p: 0n, cashLoad: 0n };

const leaves = ({ kind }: Movement): boolean => kind !== 'load' && kind !== 'cash_load';

/** What a movement adds to each counter of its month. */
const useOf = (movement: Movement): Used => {
  const { minor } = movement.amount;
  return {
    debit: leaves(movement) ? minor : 0n,
    p2p: movement.kind === 'transfer_to_other' ? minor : 0n,
    cashLoad: movement.kind === 'cash_load' ? minor : 0n,
  };
};

const counters: Readonly<Record<string, keyof Used>> = {
  'draft.ppi2026.full.debitMonthMaxMinor': 'debit',
  'draft.ppi2026.full.p2pMonthMaxMinor': 'p2p',
  'draft.ppi2026.full.cashLoadMonthMaxMinor': 'cashLoad',
};

const isOverLimit = (policy: Policy & { unit: 'minor_units' }, movement: Movement, used: Used): boolean => {
  const counter = counters[policy.key];
  const added = counter === undefined ? 0n : useOf(movement)[counter];
  return counter !== undefined && added > 0n && used[counter] + added > policy.value;
};

const isTooLate = (months: number, movement: Movement): boolean => {
  const ends = movement.openedAt.toZonedDateTimeISO(indianTimeZone).add({ months }).toInstant();
  return !leaves(movement) && movement.at.epochMilliseconds >= ends.epochMilliseconds;
};

const refuses = (policy: Policy, movement: Movement, used: Used): boolean => {
  const { instrument } = policy.scope;
  if (policy.status !== 'draft' || (instrument !== 'any' && instrument !== movement.category)) return false;
  switch (policy.unit) {
    case 'minor_units':
      return policy.currency === movement.amount.currency && isOverLimit(policy, movement, used);
    case 'months':
      return isTooLate(policy.value, movement);
    case 'flag':
      return movement.abroad && !policy.value;
    default:
      return false;
  }
};

/**
 * What drafts would have refused of one decision; it has no effect on it. Rows that are not drafts refuse nothing here.
 * @param facts.used what the person moved before, in the month of the movement
 */
export const shadow = (
  drafts: readonly Policy[],
  { movement, used }: { readonly movement: Movement; readonly used: Used },
): readonly DraftRefusal[] =>
  drafts
    .filter((draft) => refuses(draft, movement, used))
    .map((draft) => ({ movementId: movement.id, rule: versionOf(draft) }));

const added = (left: Used, right: Used): Used => ({
  debit: left.debit + right.debit,
  p2p: left.p2p + right.p2p,
  cashLoad: left.cashLoad + right.cashLoad,
});

/**
 * Runs a draft set over what happened, in the order of time. What it refuses counts towards no limit, as if the drafts had
 * been in force: a smaller movement after it may still pass.
 */
export const shadowRun = (drafts: readonly Policy[], movements: readonly Movement[]): readonly DraftRefusal[] => {
  const usedBy = new Map<string, Used>();
  const inOrder = [...movements].sort(
    (left, right) => left.at.epochMilliseconds - right.at.epochMilliseconds || (left.id < right.id ? -1 : 1),
  );
  return inOrder.flatMap((movement) => {
    const name = `${movement.person} ${movement.amount.currency} ${windowAt('month', movement.at).name}`;
    const used = usedBy.get(name) ?? nothingUsed;
    const refusals = shadow(drafts, { movement, used });
    if (refusals.length === 0) usedBy.set(name, added(used, useOf(movement)));
    return refusals;
  });
};

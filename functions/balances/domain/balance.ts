import type { Temporal } from 'temporal-polyfill';
import type { Currency } from '../../kernel/money/currency.ts';
import type { Money } from '../../kernel/money/money.ts';
import { maxMinor, money } from '../../kernel/money/money.ts';

/** States of a balance (domain.md 2.3). */
export const balanceStates = ['active', 'frozen', 'closing', 'closed'] as const;
export type BalanceState = (typeof balanceStates)[number];

/** The account behind a balance, inside the processor's pooled account (M-17). */
export interface BalanceAccount {
  /** The issuer's id of the account (AL-04, AL-05). */
  readonly externalId: string;
  readonly number: string;
  readonly ifsc?: string | undefined;
  readonly iban?: string | undefined;
}

/** A customer's money in one currency; cards hang on it for life (AN-38, AN-39). */
export interface Balance {
  readonly balanceId: string;
  readonly customerId: string;
  readonly currency: Currency;
  readonly state: BalanceState;
  /** Minor units; below zero only after a force post or a negative correction. */
  readonly posted: bigint;
  /** Minor units that are reserved, never below zero. */
  readonly held: bigint;
  readonly account: BalanceAccount;
  /** How well its holder is known: what a card may be used for depends on it. Follows the customer in one transaction. */
  readonly level: 'minimum' | 'full';
  /** Whose limits its money counts towards: taken over from its customer at the first credit, and kept. */
  readonly person?: string | undefined;
  readonly createdAt: Temporal.Instant;
  /** Counts the changes of the balance itself, from 1; money that moves is counted by the journal. */
  readonly sequence: number;
}

/** A balance as it is opened: at zero. */
export const openBalance = (
  opening: Pick<Balance, 'balanceId' | 'customerId' | 'currency' | 'account' | 'level'>,
  now: Temporal.Instant,
): Balance => ({ ...opening, state: 'active', posted: 0n, held: 0n, createdAt: now, sequence: 1 });

/** What may be spent: `posted - held`. It is computed, never stored. */
export const availableOf = ({ posted, held, currency }: Pick<Balance, 'posted' | 'held' | 'currency'>): Money =>
  money(posted - held, currency);

/** What available and held may each be beside the other, so that their sum is never beyond what the wire can say. */
export const mostBesideHeld = maxMinor / 2n;

/** Whether a balance can take an amount: all there is room for on the wire where nothing is held, else half of it. */
export const hasRoomFor = ({ posted, held }: Pick<Balance, 'posted' | 'held'>, amount: bigint): boolean =>
  held === 0n ? posted <= maxMinor - amount : held <= mostBesideHeld && posted - held <= mostBesideHeld - amount;

/** Whether what a change leaves can be said: below zero, reserved, and what is posted in all. Minor units. */
export const canSay = (
  { posted, held }: Pick<Balance, 'posted' | 'held'>,
  change: { readonly available: bigint; readonly held: bigint },
): boolean => {
  const moved = change.available + change.held;
  const isLow = posted - held + change.available < -maxMinor;
  return !isLow && held + change.held <= maxMinor && (moved <= 0n || hasRoomFor({ posted, held }, moved));
};

/** Whom a change of state came from; kept in its record. */
export type Origin = 'tenant' | 'staff' | 'operator' | 'platform';

/** What a balance may come from by an operation (domain.md 2.3); a closing one is closed once it is empty. */
export const statesBefore = {
  active: ['frozen'],
  frozen: ['active'],
  closing: ['active', 'frozen'],
  closed: ['active', 'frozen', 'closing'],
} as const satisfies Partial<Record<BalanceState, readonly BalanceState[]>>;

/** States that an operation takes a balance to. */
export type NextState = keyof typeof statesBefore;

/** The balance in another state. Whether a way leads there is decided where it is stored, by what is stored. */
export const inState = (balance: Balance, state: NextState): Balance & { readonly state: NextState } => ({
  ...balance,
  state,
  sequence: balance.sequence + 1,
});

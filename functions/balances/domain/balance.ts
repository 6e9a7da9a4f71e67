import type { Temporal } from 'temporal-polyfill';
import { InvalidState } from '../../kernel/errors/domain-error.ts';
import type { Currency } from '../../kernel/money/currency.ts';
import type { Money } from '../../kernel/money/money.ts';
import { money } from '../../kernel/money/money.ts';

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
  /** Whose limits its money counts towards: taken over from its customer at the first credit, and kept. */
  readonly person?: string | undefined;
  readonly createdAt: Temporal.Instant;
  /** Counts the changes of the balance itself, from 1; money that moves is counted by the journal. */
  readonly sequence: number;
}

/** A balance as it is opened: at zero. */
export const openBalance = (
  opening: Pick<Balance, 'balanceId' | 'customerId' | 'currency' | 'account'>,
  now: Temporal.Instant,
): Balance => ({ ...opening, state: 'active', posted: 0n, held: 0n, createdAt: now, sequence: 1 });

/** What may be spent: `posted - held`. It is computed, never stored. */
export const availableOf = ({ posted, held, currency }: Pick<Balance, 'posted' | 'held' | 'currency'>): Money =>
  money(posted - held, currency);

/** Whom a change of state came from; kept in its record. */
export type Origin = 'tenant' | 'staff' | 'operator' | 'platform';

/** What may become of a balance by an operation (domain.md 2.3); a closing one is closed once it is empty. */
const followers: Readonly<Record<BalanceState, readonly BalanceState[]>> = {
  active: ['frozen', 'closed'],
  frozen: ['active', 'closed'],
  closing: ['closed'],
  closed: [],
};

/** The balance in another state. @throws invalid_state when no way leads there */
export const changeState = (balance: Balance, state: BalanceState): Balance => {
  if (!followers[balance.state].includes(state)) throw new InvalidState(`The balance is ${balance.state}.`);
  return { ...balance, state, sequence: balance.sequence + 1 };
};

import type { Temporal } from 'temporal-polyfill';
import { DomainError } from '../../kernel/errors/domain-error.ts';
import type { RecordDraft } from '../../kernel/events/record.ts';
import type { Currency } from '../../kernel/money/currency.ts';

/** A customer's account at another bank: a token and what a person recognises it by (PP-16). */
export interface BankAccount {
  readonly bankAccountId: string;
  readonly customerId: string;
  /** Names the account to the bank, as a source of loads and a destination of withdrawals. */
  readonly token: string;
  /** Last four characters of the number, leading zeros included. The rest is kept by the bank alone. */
  readonly lastFour: string;
  readonly routing: string;
  readonly currency: Currency;
  readonly createdAt: Temporal.Instant;
}

/** The end of an account's number, by which people know it. */
export const lastFourOf = (account: string): string => account.slice(-4);

/** Only a test account has a balance that its creator chooses. */
export const testBalanceRefused = (): DomainError =>
  new DomainError('unprocessable', 'sandbox_only', { detail: 'Only a test account can be given a balance.' });

/** The record of an account that was linked; its token stays out of events. */
export const bankAccountCreated = (
  partition: string,
  { bankAccountId, customerId, lastFour, currency }: BankAccount,
): RecordDraft => ({
  resource: { type: 'bank_account', id: bankAccountId },
  partition,
  sequence: 1,
  type: 'bank_account.created',
  data: { bankAccountId, customerId, lastFour, currency },
});

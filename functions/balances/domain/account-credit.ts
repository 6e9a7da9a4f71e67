import type { Temporal } from 'temporal-polyfill';
import type { RecordDraft } from '../../kernel/events/record.ts';
import type { Money } from '../../kernel/money/money.ts';
import { toWire } from '../../kernel/money/money.ts';

/** How money came to the account at the bank. */
export const creditRails = ['upi', 'bank_transfer'] as const;
export type CreditRail = (typeof creditRails)[number];

/** Why money is sent back at once (domain.md 2.7). */
export const returnReasons = ['limit', 'frozen', 'closed', 'kyc', 'currency'] as const;
export type ReturnReason = (typeof returnReasons)[number];

/** Decided once: what is credited is never sent back, what is to be sent back is never credited. */
export const creditStates = ['credited', 'return_requested', 'returned'] as const;
export type CreditState = (typeof creditStates)[number];

/** Money that somebody paid to a balance's account, as the issuer tells it. */
export interface CreditNotice {
  /** The issuer's id of the movement: one credit each. */
  readonly transferId: string;
  readonly amount: Money;
  readonly rail: CreditRail;
  /** Who paid; personal, so in no event. */
  readonly payerVpa?: string | undefined;
}

/** What became of it here. */
export interface AccountCredit extends CreditNotice {
  readonly creditId: string;
  readonly balanceId: string;
  readonly state: CreditState;
  /** Of one that is or was to be sent back. */
  readonly reason?: ReturnReason | undefined;
  readonly receivedAt: Temporal.Instant;
}

/** Whether a notice tells the same as was decided on: the issuer's id stands for one movement of one amount. */
export const isSameCredit = (credit: AccountCredit, balanceId: string, { amount }: CreditNotice): boolean =>
  credit.balanceId === balanceId && credit.amount.minor === amount.minor && credit.amount.currency === amount.currency;

/** The record of money that went back to its payer; none of it was ever the customer's. */
export const creditReturned = (
  partition: string,
  { creditId, balanceId, amount, rail, reason }: AccountCredit,
): RecordDraft => ({
  resource: { type: 'account_credit', id: creditId },
  partition,
  sequence: 1,
  type: 'account_credit.returned',
  data: { creditId, balanceId, amount: toWire(amount), rail, reason },
});

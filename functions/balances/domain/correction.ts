import type { Temporal } from 'temporal-polyfill';
import { NotFound } from '../../kernel/errors/domain-error.ts';
import type { Money } from '../../kernel/money/money.ts';
import { money } from '../../kernel/money/money.ts';

export const correctionDirections = ['credit', 'debit'] as const;
export type CorrectionDirection = (typeof correctionDirections)[number];

export const correctionStatuses = ['pending_approval', 'completed'] as const;
export type CorrectionStatus = (typeof correctionStatuses)[number];

/** Money that an operator puts into or takes out of a balance because the books are wrong (domain.md 2.6). */
export interface Correction {
  readonly correctionId: string;
  readonly balanceId: string;
  readonly direction: CorrectionDirection;
  /** Above zero. */
  readonly amount: Money;
  readonly reason: string;
  readonly status: CorrectionStatus;
  /** Who asked for it. */
  readonly maker: string;
  /** The movement, once it is completed. */
  readonly transactionId?: string | undefined;
  readonly createdAt: Temporal.Instant;
  /** Counts the changes, from 1. */
  readonly sequence: number;
}

export const correctionNotFound = (): NotFound => new NotFound('correction_not_found');

export const requestCorrection = (
  wanted: Pick<Correction, 'correctionId' | 'balanceId' | 'direction' | 'amount' | 'reason' | 'maker'>,
  now: Temporal.Instant,
): Correction => ({ ...wanted, status: 'pending_approval', createdAt: now, sequence: 1 });

/**
 * The correction carried out: always its second version, whatever is known of it, so that storing it tells whether
 * somebody else was first.
 */
export const completeCorrection = (correction: Correction, transactionId: string): Correction => ({
  ...correction,
  status: 'completed',
  transactionId,
  sequence: 2,
});

/** What it does to the balance: above zero is money in. */
export const signedAmount = ({ direction, amount }: Pick<Correction, 'direction' | 'amount'>): Money =>
  direction === 'credit' ? amount : money(-amount.minor, amount.currency);

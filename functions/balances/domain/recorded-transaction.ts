import type { Temporal } from 'temporal-polyfill';
import type { Transaction } from './transaction.ts';

/** `pending`: reserved, may still change or go; `posted`: moved for good. */
export const transactionStatuses = ['pending', 'posted'] as const;
export type TransactionStatus = (typeof transactionStatuses)[number];

/** A transaction as it stands in the history. */
export interface RecordedTransaction extends Transaction {
  readonly status: TransactionStatus;
  /** The tenant's business time. */
  readonly createdAt: Temporal.Instant;
}

import { amountOf, text, timestamp } from '../kernel/http/schemas.ts';

/** Money to collect, above zero. */
export const debitAmount = amountOf(1);

export const dueAt = timestamp;

/** What the tenant knows the debit by, and what the customer reads as the reason. */
export const reference = text(64);
export const reason = text(120);

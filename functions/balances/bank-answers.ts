import * as z from 'zod';
import { currency, timestamp } from '../kernel/http/schemas.ts';
import { toTimestamp } from '../kernel/time/clock.ts';
import type { BankAccount } from './domain/bank-account.ts';

/** A linked bank account as its tenant sees it: the number is never shown again. */
export const bankAccountAnswer = z
  .object({
    bankAccountId: z.string(),
    token: z.string(),
    customerId: z.string(),
    lastFour: z.string(),
    routing: z.string(),
    currency,
    createdAt: timestamp,
  })
  .meta({ id: 'BankAccount' });

export const presentBankAccount = (account: BankAccount): z.input<typeof bankAccountAnswer> => ({
  ...account,
  createdAt: toTimestamp(account.createdAt),
});

import * as z from 'zod';
import { moneyAnswer, pageQuery, timestamp } from '../kernel/http/schemas.ts';
import { money, toWire } from '../kernel/money/money.ts';
import { fromTimestamp, toTimestamp } from '../kernel/time/clock.ts';
import type { RecordedTransaction } from './domain/recorded-transaction.ts';
import { transactionStatuses } from './domain/recorded-transaction.ts';
import { transactionTypes } from './domain/transaction.ts';

/** A transaction as its tenant sees it; `amount` is above zero for money in, below for money out. */
export const transactionAnswer = z
  .object({
    transactionId: z.string(),
    balanceId: z.string(),
    type: z.enum(transactionTypes),
    status: z.enum(transactionStatuses),
    amount: moneyAnswer,
    reference: z.string(),
    description: z.string().optional(),
    createdAt: timestamp,
  })
  .meta({ id: 'Transaction' });

/** Query of a history: `from` is inclusive, `to` exclusive. */
export const historyQuery = z
  .strictObject({
    ...pageQuery.shape,
    from: timestamp.transform(fromTimestamp).optional(),
    to: timestamp.transform(fromTimestamp).optional(),
    type: z.enum(transactionTypes).optional(),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from.epochNanoseconds < to.epochNanoseconds, {
    path: ['to'],
    message: 'must be later than from',
  });

export const presentTransaction = ({
  transactionId,
  balanceId,
  type,
  status,
  minor,
  currency,
  reference,
  description,
  createdAt,
}: RecordedTransaction): z.input<typeof transactionAnswer> => ({
  transactionId,
  balanceId,
  type,
  status,
  amount: toWire(money(minor, currency)),
  reference,
  ...(description === undefined ? {} : { description }),
  createdAt: toTimestamp(createdAt),
});

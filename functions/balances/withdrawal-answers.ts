import * as z from 'zod';
import { moneyAnswer, timestamp } from '../kernel/http/schemas.ts';
import { toWire } from '../kernel/money/money.ts';
import { toTimestamp } from '../kernel/time/clock.ts';
import type { Withdrawal } from './domain/withdrawal.ts';
import { destinationTypes, withdrawalFailures, withdrawalStatuses } from './domain/withdrawal.ts';

/** A withdrawal as its tenant sees it; `returnTransactionId` when the bank gave back what it had paid. */
export const withdrawalAnswer = z
  .object({
    withdrawalId: z.string(),
    balanceId: z.string(),
    status: z.enum(withdrawalStatuses),
    amount: moneyAnswer,
    destination: z.object({ type: z.enum(destinationTypes), token: z.string().optional() }),
    transactionId: z.string().optional(),
    failure: z.object({ code: z.enum(withdrawalFailures) }).optional(),
    returnTransactionId: z.string().optional(),
    createdAt: timestamp,
  })
  .meta({ id: 'Withdrawal' });

export const presentWithdrawal = (withdrawal: Withdrawal): z.input<typeof withdrawalAnswer> => {
  const { withdrawalId, balanceId, status, amount, destination, payee } = withdrawal;
  const { transactionId, failure, returnTransactionId } = withdrawal;
  const token = destination === 'bank_account' && payee.type === 'bank_account' ? { token: payee.token } : {};
  return {
    ...{ withdrawalId, balanceId, status, amount: toWire(amount), destination: { type: destination, ...token } },
    ...(transactionId === undefined ? {} : { transactionId }),
    ...(failure === undefined ? {} : { failure: { code: failure } }),
    ...(returnTransactionId === undefined ? {} : { returnTransactionId }),
    createdAt: toTimestamp(withdrawal.createdAt),
  };
};

import * as z from 'zod';
import { moneyAnswer } from '../kernel/http/schemas.ts';

/** A load as its tenant sees it. A load out of the program's own money is completed at once. */
export const loadAnswer = z
  .object({
    loadId: z.string(),
    balanceId: z.string(),
    status: z.literal('completed'),
    amount: moneyAnswer,
    source: z.object({ type: z.literal('program') }),
    transactionId: z.string(),
  })
  .meta({ id: 'Load' });

export const debitAnswer = z
  .object({
    transactionId: z.string(),
    balanceId: z.string(),
    status: z.literal('completed'),
    amount: moneyAnswer,
    reason: z.string(),
  })
  .meta({ id: 'BalanceDebit' });

export const transferAnswer = z
  .object({
    transferId: z.string(),
    fromBalanceId: z.string(),
    to: z.object({ balanceId: z.string() }),
    status: z.literal('completed'),
    amount: moneyAnswer,
    transactionIds: z.object({ out: z.string(), in: z.string() }),
  })
  .meta({ id: 'Transfer' });

type Load = z.input<typeof loadAnswer>;

export const presentLoad = (load: Pick<Load, 'loadId' | 'balanceId' | 'amount' | 'transactionId'>): Load => ({
  ...load,
  status: 'completed',
  source: { type: 'program' },
});

const loadEntry = z.object({
  type: z.literal('load'),
  transactionId: z.string(),
  balanceId: z.string(),
  reference: z.string(),
  amount: moneyAnswer,
});

/** The load that a journal entry stands for; undefined when it stands for another movement. */
export const loadOf = (data: unknown): Load | undefined => {
  const entry = loadEntry.safeParse(data);
  if (!entry.success) return undefined;
  const { reference, balanceId, amount, transactionId } = entry.data;
  return presentLoad({ loadId: reference, balanceId, amount, transactionId });
};

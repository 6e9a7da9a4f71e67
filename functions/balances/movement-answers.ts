import * as z from 'zod';
import { moneyAnswer } from '../kernel/http/schemas.ts';
import { toWire } from '../kernel/money/money.ts';
import type { Load } from './domain/load.ts';
import { loadFailures, loadStatuses } from './domain/load.ts';

/**
 * A load as its tenant sees it. `fee` is what it cost the tenant, where its program's schedule names such loads;
 * `transactionId` once it is completed, `failure` when it failed.
 */
export const loadAnswer = z
  .object({
    loadId: z.string(),
    balanceId: z.string(),
    status: z.enum(loadStatuses),
    amount: moneyAnswer,
    source: z.discriminatedUnion('type', [
      z.object({ type: z.literal('program') }),
      z.object({ type: z.literal('gateway'), paymentId: z.string() }),
      z.object({ type: z.literal('bank_account'), token: z.string() }),
    ]),
    fee: moneyAnswer.optional(),
    transactionId: z.string().optional(),
    failure: z.enum(loadFailures).optional(),
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
    to: z.union([z.object({ balanceId: z.string() }), z.object({ cardNumberToken: z.string() })]),
    status: z.literal('completed'),
    amount: moneyAnswer,
    /** `in` only where the receiver is a balance of the tenant. */
    transactionIds: z.object({ out: z.string(), in: z.string().optional() }),
  })
  .meta({ id: 'Transfer' });

export type TransferAnswer = z.input<typeof transferAnswer>;

export const presentTransfer = (transfer: Omit<TransferAnswer, 'status'>): TransferAnswer => ({
  ...transfer,
  status: 'completed',
});

type LoadAnswer = z.input<typeof loadAnswer>;

/** A load out of the program's own money: completed at once. */
export const presentProgramLoad = (
  load: Pick<LoadAnswer, 'loadId' | 'balanceId' | 'amount' | 'transactionId'>,
): LoadAnswer => ({ ...load, status: 'completed', source: { type: 'program' } });

/** A load that is kept as such. A failure that is decided on and not over yet is not told. */
export const presentLoad = ({
  loadId,
  balanceId,
  status,
  amount,
  source,
  fee,
  transactionId,
  failure,
}: Load): LoadAnswer => ({
  loadId,
  balanceId,
  status,
  amount: toWire(amount),
  source,
  ...(fee === undefined ? {} : { fee: toWire(fee.amount) }),
  ...(transactionId === undefined ? {} : { transactionId }),
  ...(status === 'failed' && failure !== undefined ? { failure } : {}),
});

const loadEntry = z.object({
  type: z.literal('load'),
  transactionId: z.string(),
  balanceId: z.string(),
  reference: z.string(),
  amount: moneyAnswer,
});

/** The program load that a journal entry stands for; undefined when it stands for another movement. */
export const loadOf = (data: unknown): LoadAnswer | undefined => {
  const entry = loadEntry.safeParse(data);
  if (!entry.success) return undefined;
  const { reference, balanceId, amount, transactionId } = entry.data;
  return presentProgramLoad({ loadId: reference, balanceId, amount, transactionId });
};

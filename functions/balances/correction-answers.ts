import * as z from 'zod';
import { moneyAnswer, timestamp } from '../kernel/http/schemas.ts';
import { toWire } from '../kernel/money/money.ts';
import { toTimestamp } from '../kernel/time/clock.ts';
import type { Correction } from './domain/correction.ts';
import { correctionDirections, correctionStatuses } from './domain/correction.ts';

/** A correction as operators see it. */
export const correctionAnswer = z
  .object({
    correctionId: z.string(),
    balanceId: z.string(),
    status: z.enum(correctionStatuses),
    direction: z.enum(correctionDirections),
    amount: moneyAnswer,
    reason: z.string(),
    transactionId: z.string().optional(),
    createdAt: timestamp,
  })
  .meta({ id: 'Correction' });

export const presentCorrection = (correction: Correction): z.input<typeof correctionAnswer> => {
  const { correctionId, balanceId, status, direction, amount, reason, transactionId, createdAt } = correction;
  return {
    ...{ correctionId, balanceId, status, direction, amount: toWire(amount), reason },
    ...(transactionId === undefined ? {} : { transactionId }),
    createdAt: toTimestamp(createdAt),
  };
};

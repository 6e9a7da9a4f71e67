import * as z from 'zod';
import { moneyAnswer } from '../kernel/http/schemas.ts';
import { mandateMethods } from './domain/mandate.ts';

/** What events of a mandate and of its charges have in common. */
export const mandateEvent = z.object({ mandateId: z.string() });

const ofInstrument = z.object({
  method: z.enum(mandateMethods),
  bank: z.string().optional(),
  app: z.string().optional(),
  reason: z.string().optional(),
  attempt: z.int().optional(),
});

/** What events of a debit, or of a mandate, say of an amount and of whoever may limit it. */
export const limitNews = z.union([
  ofInstrument.extend({ amount: moneyAnswer }),
  ofInstrument.extend({ maxAmount: moneyAnswer }),
]);

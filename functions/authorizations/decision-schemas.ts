import * as z from 'zod';
import { reasons } from './domain/reasons.ts';

/** What a decision says about itself in its record. */
export const decidedFacts = z.object({
  reason: z.enum(reasons),
  /** A locked card's, by its lock. */
  actionCode: z.string().optional(),
  approvedAmount: z.int().optional(),
  authorizationId: z.string().optional(),
  mandateId: z.string().optional(),
  debitId: z.string().optional(),
});

import * as z from 'zod';
import { reasons } from './domain/reasons.ts';

/** What a decision says about itself in its record. */
export const decidedFacts = z.object({
  reason: z.enum(reasons),
  approvedAmount: z.int().optional(),
  authorizationId: z.string().optional(),
});

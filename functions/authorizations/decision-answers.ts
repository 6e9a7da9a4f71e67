import * as z from 'zod';
import { timestamp } from '../kernel/http/schemas.ts';
import { reasons } from './domain/reasons.ts';

/** A decision as its tenant sees it. `input` and `threshold` are what the check compared; amounts in minor units. */
export const decisionAnswer = z
  .object({
    decisionId: z.string(),
    authorizationId: z.string(),
    outcome: z.enum(['approved', 'declined']),
    reason: z.enum(reasons),
    checks: z.array(
      z.object({
        name: z.string(),
        outcome: z.enum(['passed', 'failed']),
        input: z.json(),
        threshold: z.json(),
        ruleVersion: z.string(),
      }),
    ),
    /** The smallest change that would have passed. */
    wouldPassWith: z.record(z.string(), z.json()).optional(),
    decidedAt: timestamp,
  })
  .meta({ id: 'Decision' });

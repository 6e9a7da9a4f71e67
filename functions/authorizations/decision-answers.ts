import * as z from 'zod';
import { timestamp } from '../kernel/http/schemas.ts';
import { entryChannels, limitPeriods, ruleLevels } from '../policies/card-controls.ts';
import { reasons } from './domain/reasons.ts';

/** A spend limit that a decision failed at: by `amount` in minor units or by `count` of uses. */
const limitFacts = z.object({
  level: z.enum(ruleLevels),
  per: z.enum(limitPeriods),
  channel: z.enum(entryChannels).optional(),
  amount: z.int().optional(),
  count: z.int().optional(),
  remaining: z.int(),
  /** When it is full again; absent for a limit per transaction. */
  resetsAt: timestamp.optional(),
});

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
        limit: limitFacts.optional(),
      }),
    ),
    /** The smallest change that would have passed. */
    wouldPassWith: z.record(z.string(), z.json()).optional(),
    decidedAt: timestamp,
  })
  .meta({ id: 'Decision' });

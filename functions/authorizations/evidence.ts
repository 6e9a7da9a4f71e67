import * as z from 'zod';
import type { Decision } from './domain/decision.ts';

/**
 * What is kept of a decision that was made by what was read, check by check. A decision that the write's conditions
 * made keeps none: that they held is the evidence, and what they asked for is in the record.
 */
export const evidenceSchema = z.object({
  checks: z.array(z.tuple([z.string(), z.int(), z.unknown(), z.unknown(), z.string()])),
  wouldPassWith: z.record(z.string(), z.unknown()).optional(),
});

export type Evidence = z.output<typeof evidenceSchema>;

/** Evidence of a decision by what was read; short, since every decision carries it. */
export const checkEvidence = ({ checks, wouldPassWith }: Pick<Decision, 'checks' | 'wouldPassWith'>): string =>
  JSON.stringify({
    checks: checks.map(({ name, outcome, input, threshold, ruleVersion }) => [
      name,
      outcome === 'passed' ? 1 : 0,
      input,
      threshold,
      ruleVersion,
    ]),
    ...(wouldPassWith === undefined ? {} : { wouldPassWith }),
  });

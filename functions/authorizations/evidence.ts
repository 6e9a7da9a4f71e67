import * as z from 'zod';
import type { Decision } from './domain/decision.ts';
import type { AuthorizationRequest } from './domain/network-message.ts';
import { decisionVersion } from './domain/checks.ts';

/**
 * What is kept of a decision. `conditions`: the write's own conditions decided, nothing was read; that they held is
 * the evidence. `checks`: what was read, check by check.
 */
export const evidenceSchema = z.discriminatedUnion('by', [
  z.object({
    by: z.literal('conditions'),
    version: z.string(),
    month: z.string(),
    /** Minor units. */
    amount: z.int(),
    channels: z.array(z.string()),
    deposit: z.boolean().optional(),
  }),
  z.object({
    by: z.literal('checks'),
    checks: z.array(z.tuple([z.string(), z.int(), z.unknown(), z.unknown(), z.string()])),
    wouldPassWith: z.record(z.string(), z.unknown()).optional(),
  }),
]);

export type Evidence = z.output<typeof evidenceSchema>;

/** Evidence of a decision by conditions: what they asked for. */
export const conditionEvidence = (
  request: Pick<AuthorizationRequest, 'amount'>,
  asked: { readonly month: string; readonly channels: readonly string[]; readonly deposit: boolean },
): string =>
  JSON.stringify({
    by: 'conditions',
    version: decisionVersion,
    month: asked.month,
    amount: Number(request.amount.minor),
    channels: [...asked.channels],
    ...(asked.deposit ? { deposit: true } : {}),
  } satisfies Evidence);

/** Evidence of a decision by what was read; short, since every decision carries it. */
export const checkEvidence = ({ checks, wouldPassWith }: Pick<Decision, 'checks' | 'wouldPassWith'>): string =>
  JSON.stringify({
    by: 'checks',
    checks: checks.map(({ name, outcome, input, threshold, ruleVersion }) => [
      name,
      outcome === 'passed' ? 1 : 0,
      input,
      threshold,
      ruleVersion,
    ]),
    ...(wouldPassWith === undefined ? {} : { wouldPassWith }),
  });

import type { Decision } from './domain/decision.ts';

/**
 * What is kept of a decision that was made by what was read, check by check, as JSON text; short, since every such
 * decision carries it. A decision that the write's conditions made keeps none: that they held is the evidence, and what
 * they asked for is in the record.
 */
export const checkEvidence = ({ checks, wouldPassWith }: Pick<Decision, 'checks' | 'wouldPassWith'>): string =>
  JSON.stringify({
    checks: checks.map(({ name, outcome, input, threshold, ruleVersion, limit }) => [
      name,
      outcome === 'passed' ? 1 : 0,
      input,
      threshold,
      ruleVersion,
      ...(outcome === 'passed' || limit === undefined ? [] : [limit]),
    ]),
    ...(wouldPassWith === undefined ? {} : { wouldPassWith }),
  });

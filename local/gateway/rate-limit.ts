import type { Clock } from '../../functions/kernel/time/clock.ts';

/** A usage plan's throttle (api.md section 2: 100 requests a second, burst 200). */
export interface RateLimit {
  readonly perSecond: number;
  readonly burst: number;
}

export const standardRate: RateLimit = { perSecond: 100, burst: 200 };

const maxBuckets = 10_000;

/**
 * One token bucket per usage key.
 * @returns asks for one request: undefined when it may pass, else the whole seconds until it may
 */
export const rateLimiter = (limit: RateLimit, clock: Clock): ((usageKey: string) => number | undefined) => {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return (usageKey) => {
    const at = clock.now().epochMilliseconds;
    const before = buckets.get(usageKey) ?? { tokens: limit.burst, at };
    const tokens = Math.min(limit.burst, before.tokens + ((at - before.at) / 1_000) * limit.perSecond);
    if (buckets.size >= maxBuckets) buckets.clear();
    if (tokens < 1) {
      buckets.set(usageKey, { tokens, at });
      return Math.max(1, Math.ceil((1 - tokens) / limit.perSecond));
    }
    buckets.set(usageKey, { tokens: tokens - 1, at });
    return undefined;
  };
};

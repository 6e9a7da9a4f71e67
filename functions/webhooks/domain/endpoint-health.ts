import type { Temporal } from 'temporal-polyfill';
import type { AttemptOutcome } from './delivery.ts';
import type { EndpointStatus, WebhookEndpoint } from './webhook-endpoint.ts';

/** How an endpoint has done of late. Real time. */
export interface EndpointHealth {
  /** Since then no attempt has succeeded; absent when the newest one did. */
  readonly failingSince?: Temporal.Instant | undefined;
  /** Until then it asked to be left alone. */
  readonly pausedUntil?: Temporal.Instant | undefined;
}

/** Attempts of the last 24 hours. */
export interface AttemptCounts {
  readonly succeeded: number;
  readonly failed: number;
}

const patienceHours = 5 * 24;
/** Below this many attempts a share says nothing. */
const fewestAttempts = 5;

const isDegraded = ({ succeeded, failed }: AttemptCounts): boolean =>
  succeeded + failed >= fewestAttempts && failed > succeeded;

/** What the newest attempt and the last day make of an endpoint (domain.md 2.10). */
export interface Evidence {
  readonly outcome: AttemptOutcome;
  readonly health: EndpointHealth;
  readonly counts: AttemptCounts;
}

/** The status that an endpoint deserves: disabled after 410 or five days of failure, degraded above 50 % failures. */
export const statusFor = (
  endpoint: Pick<WebhookEndpoint, 'status'>,
  { outcome, health, counts }: Evidence,
  now: Temporal.Instant,
): EndpointStatus => {
  if (endpoint.status === 'disabled' || outcome === 'gone') return 'disabled';
  const { failingSince } = health;
  const given = failingSince?.add({ hours: patienceHours }).epochMilliseconds ?? Infinity;
  if (outcome !== 'succeeded' && given <= now.epochMilliseconds) return 'disabled';
  return isDegraded(counts) ? 'degraded' : 'enabled';
};

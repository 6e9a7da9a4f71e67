import type { Temporal } from 'temporal-polyfill';
import { retryDelayMs } from './retry-schedule.ts';

/** States of a delivery (domain.md 2.10). A replayed one is pending again, in its next round. */
export const deliveryStatuses = ['pending', 'delivering', 'retry_wait', 'succeeded', 'exhausted'] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

/** What came of one request. */
export const attemptOutcomes = [
  'succeeded',
  'refused',
  'redirected',
  'gone',
  'slowed_down',
  'timed_out',
  'unreachable',
  'address_refused',
] as const;
export type AttemptOutcome = (typeof attemptOutcomes)[number];

export interface Attempt {
  /** Real time. */
  readonly at: Temporal.Instant;
  readonly outcome: AttemptOutcome;
  /** HTTP status; absent when no answer came. */
  readonly status?: number | undefined;
  readonly latencyMs: number;
}

/** One event on its way to one endpoint. All instants are real time, whatever the tenant's clock says. */
export interface Delivery {
  readonly deliveryId: string;
  readonly endpointId: string;
  readonly eventId: string;
  readonly eventType: string;
  readonly status: DeliveryStatus;
  /** 1, and one more each time it is delivered anew by request. */
  readonly round: number;
  /** Attempts of this round. */
  readonly tries: number;
  /** The newest attempts of all rounds, oldest first. */
  readonly attempts: readonly Attempt[];
  /** Of `retry_wait`. */
  readonly nextAttemptAt?: Temporal.Instant | undefined;
  /** Of `delivering`: until then somebody is at it. */
  readonly leaseUntil?: Temporal.Instant | undefined;
  /** How often its attempts were used up; numbers its records. */
  readonly exhaustions: number;
  readonly createdAt: Temporal.Instant;
  /** Counts its changes; a change that was decided on an older version is refused. */
  readonly version: number;
}

/** Longer than one attempt takes, shorter than a message stays hidden after its worker died. */
const leaseSeconds = 60;
const keptAttempts = 20;

/** A delivery that was just decided on. */
export const openDelivery = (
  about: Pick<Delivery, 'deliveryId' | 'endpointId' | 'eventId' | 'eventType'>,
  now: Temporal.Instant,
): Delivery => ({
  ...about,
  status: 'pending',
  round: 1,
  tries: 0,
  attempts: [],
  exhaustions: 0,
  createdAt: now,
  version: 1,
});

const reached = (instant: Temporal.Instant | undefined, now: Temporal.Instant): boolean =>
  instant === undefined || instant.epochMilliseconds <= now.epochMilliseconds;

/** True when an attempt may be made now; late and double messages find that it may not. */
export const isDue = (delivery: Delivery, now: Temporal.Instant): boolean => {
  switch (delivery.status) {
    case 'pending':
      return true;
    case 'retry_wait':
      return reached(delivery.nextAttemptAt, now);
    case 'delivering':
      return reached(delivery.leaseUntil, now);
    case 'succeeded':
    case 'exhausted':
      return false;
  }
};

type Waiting = 'nextAttemptAt' | 'leaseUntil';

/** The next version in another state; what an old state waited for is gone. */
const moved = (delivery: Delivery, status: DeliveryStatus, change: Partial<Pick<Delivery, Waiting>> = {}): Delivery => {
  const { nextAttemptAt: _next, leaseUntil: _lease, ...rest } = delivery;
  return { ...rest, ...change, status, version: delivery.version + 1 };
};

/** Taken by one worker for one attempt. */
export const claimed = (delivery: Delivery, now: Temporal.Instant): Delivery =>
  moved(delivery, 'delivering', { leaseUntil: now.add({ seconds: leaseSeconds }) });

/** Put off because the endpoint asked for a pause; it costs no attempt. */
export const postponed = (delivery: Delivery, until: Temporal.Instant): Delivery =>
  moved(delivery, 'retry_wait', { nextAttemptAt: until });

/** Given up before its attempts were used up: there is nobody to deliver to, or nobody who may have it. */
export const abandoned = (delivery: Delivery): Delivery => moved(delivery, 'exhausted');

/** Begins anew, whatever became of it before. */
export const restarted = (delivery: Delivery): Delivery => ({
  ...moved(delivery, 'pending'),
  round: delivery.round + 1,
  tries: 0,
});

export interface AttemptResult extends Attempt {
  /** How long the endpoint asked to be left alone. */
  readonly retryAfterSeconds?: number | undefined;
}

/**
 * The delivery after an attempt. Success ends it, and so does 410. Anything else is tried again by the schedule, never
 * before the endpoint's `Retry-After`, and given up when the schedule ends.
 * @param jitter 0 to 1
 */
export const settled = (delivery: Delivery, result: AttemptResult, jitter: number): Delivery => {
  const { retryAfterSeconds = 0, ...attempt } = result;
  const tries = delivery.tries + 1;
  const noted = { ...delivery, tries, attempts: [...delivery.attempts, attempt].slice(-keptAttempts) };
  if (attempt.outcome === 'succeeded') return moved(noted, 'succeeded');
  // The endpoint's own event tells of it.
  if (attempt.outcome === 'gone') return abandoned(noted);
  const delayMs = retryDelayMs(tries, jitter);
  if (delayMs === undefined) return { ...moved(noted, 'exhausted'), exhaustions: delivery.exhaustions + 1 };
  const milliseconds = Math.max(delayMs, retryAfterSeconds * 1_000);
  return moved(noted, 'retry_wait', { nextAttemptAt: attempt.at.add({ milliseconds }) });
};

import type { Temporal } from 'temporal-polyfill';

/** A customer at work on one of its devices, until its time is over (AN-05). All instants are real time. */
export interface Session {
  readonly sessionId: string;
  readonly customerId: string;
  readonly installationId: string;
  /** Keyed hash of the token; the token itself is nowhere. */
  readonly hash: string;
  readonly openedAt: Temporal.Instant;
  readonly validUntil: Temporal.Instant;
  /** When its end was last set. */
  readonly renewedAt: Temporal.Instant;
}

/** How long a session lives, as the tenant chose. */
export interface SessionLife {
  readonly sessionMinutes: number;
  /** Every use moves the end away again. */
  readonly slides: boolean;
}

/** Random bytes in a token: more than anybody can guess. */
export const tokenBytes = 32;

export const tokenOf = (random: Uint8Array): string => `nodal_session_${Buffer.from(random).toString('base64url')}`;

const bearer = /^Bearer (nodal_session_[A-Za-z0-9_-]{43})$/i;

/** The token in an `Authorization` header; undefined for what cannot be one of ours, before any look-up. */
export const tokenIn = (header: string): string | undefined => bearer.exec(header)?.[1];

export const openSession = (
  opened: Pick<Session, 'sessionId' | 'customerId' | 'installationId' | 'hash'>,
  { sessionMinutes }: SessionLife,
  now: Temporal.Instant,
): Session => ({ ...opened, openedAt: now, renewedAt: now, validUntil: now.add({ minutes: sessionMinutes }) });

export const isOver = ({ validUntil }: Session, now: Temporal.Instant): boolean =>
  validUntil.epochMilliseconds <= now.epochMilliseconds;

/** Renewing at every request would write at every read; within a minute nobody notices. */
const renewalPauseSeconds = 60;

/**
 * A session ends so many hours after it was opened, however often it is used: a token that was taken opens nothing for
 * good, and the device must prove itself again (AN-05). The longest that a tenant may set for one that does not slide.
 */
const longestHours = 24;

const earlier = (one: Temporal.Instant, other: Temporal.Instant): Temporal.Instant =>
  one.epochMilliseconds <= other.epochMilliseconds ? one : other;

/** The session with its end moved away; undefined when it does not slide, did a moment ago, or has come to its last end. */
export const renewed = (session: Session, life: SessionLife, now: Temporal.Instant): Session | undefined => {
  const pauseOver = session.renewedAt.add({ seconds: renewalPauseSeconds }).epochMilliseconds <= now.epochMilliseconds;
  if (!life.slides || !pauseOver) return undefined;
  const lastEnd = session.openedAt.add({ hours: longestHours });
  const validUntil = earlier(now.add({ minutes: life.sessionMinutes }), lastEnd);
  return validUntil.equals(session.validUntil) ? undefined : { ...session, renewedAt: now, validUntil };
};

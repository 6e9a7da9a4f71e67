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

/** The session with its end moved away; undefined when it does not slide, or did a moment ago. */
export const renewed = (session: Session, life: SessionLife, now: Temporal.Instant): Session | undefined => {
  const pauseOver = session.renewedAt.add({ seconds: renewalPauseSeconds }).epochMilliseconds <= now.epochMilliseconds;
  if (!life.slides || !pauseOver) return undefined;
  return { ...session, renewedAt: now, validUntil: now.add({ minutes: life.sessionMinutes }) };
};

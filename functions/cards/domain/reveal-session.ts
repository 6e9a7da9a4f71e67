import { Temporal } from 'temporal-polyfill';
import { DomainError } from '../../kernel/errors/domain-error.ts';

/** What of a card can be revealed to its holder. */
export const revealFields = ['pan', 'cvv', 'pin'] as const;
export type RevealField = (typeof revealFields)[number];

/** Seconds of real time in which a proof of the device is good for one reveal (AN-55). */
export const revealSessionSeconds = 60;

/** The request header that names a reveal session, in lower case. */
export const revealHeader = 'x-reveal-session';

/** A proof that the holder asks on its own device, good for one reveal of these fields of this card. */
export interface RevealSession {
  readonly revealSessionId: string;
  readonly cardId: string;
  readonly customerId: string;
  readonly installationId: string;
  readonly fields: readonly RevealField[];
  /** Real time. */
  readonly endsAt: Temporal.Instant;
  /** Real time; used once, for good. */
  readonly usedAt?: Temporal.Instant | undefined;
}

/** Missing, unknown, used, over, or for something else: one answer for all. */
export class RevealSessionRequired extends DomainError {
  override name = 'RevealSessionRequired';
  constructor() {
    super('forbidden', 'reveal_session_required', {
      detail: 'Open a reveal session for these fields of this card and send its id in X-Reveal-Session.',
    });
  }
}

/** Who wants to see something of which card, and when. */
export interface RevealRequest {
  readonly cardId: string;
  readonly customerId: string;
  readonly installationId: string;
  readonly wanted: readonly RevealField[];
  /** Real time. */
  readonly at: Temporal.Instant;
}

const isFor = (session: RevealSession, request: RevealRequest): boolean =>
  session.cardId === request.cardId &&
  session.customerId === request.customerId &&
  session.installationId === request.installationId;

const isLive = ({ usedAt, endsAt }: RevealSession, at: Temporal.Instant): boolean =>
  usedAt === undefined && Temporal.Instant.compare(at, endsAt) < 0;

/**
 * The fields that the session lets the request see: at least one.
 * @throws RevealSessionRequired
 */
export const fieldsToReveal = (session: RevealSession, request: RevealRequest): readonly RevealField[] => {
  if (!isFor(session, request) || !isLive(session, request.at)) throw new RevealSessionRequired();
  const fields = request.wanted.filter((field) => session.fields.includes(field));
  if (fields.length === 0) throw new RevealSessionRequired();
  return fields;
};

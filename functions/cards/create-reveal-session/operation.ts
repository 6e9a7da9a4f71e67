import type { DeviceAssertions } from '../../devices/ports/device-assertions.ts';
import { DomainError } from '../../kernel/errors/domain-error.ts';
import type { IdGenerator } from '../../kernel/ids/ids.ts';
import type { Caller } from '../../kernel/operation/context.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { realNow, toTimestamp } from '../../kernel/time/clock.ts';
import { visibleCard } from '../card-restricting.ts';
import { requireRevealable } from '../domain/card-secrecy.ts';
import type { RevealSession } from '../domain/reveal-session.ts';
import { revealSessionSeconds } from '../domain/reveal-session.ts';
import type { CardStore } from '../ports/card-store.ts';
import type { RevealSessionStore } from '../ports/reveal-session-store.ts';
import type { createRevealSession as declaration } from './declaration.ts';

interface Dependencies {
  readonly cards: CardStore;
  readonly sessions: Pick<RevealSessionStore, 'create' | 'partition'>;
  readonly assertions: DeviceAssertions;
  readonly ids: IdGenerator;
  readonly unitOfWork: UnitOfWork;
}

/** The proof must come from the very device that the session belongs to, though the customer may have several. */
const requireSameDevice = (caller: Caller, installationId: string): void => {
  if (caller.kind === 'customer' && caller.installationId === installationId) return;
  throw new DomainError('unauthenticated', 'unauthenticated', { detail: 'The assertion is not of this device.' });
};

/**
 * Opens a reveal session (AN-55, AL-30, AL-31).
 *
 * In: an assertion of the customer's device with a new nonce, and the fields to see. Out: the session's id and its end.
 * 1. The card must be the customer's and such that it may be shown.
 * 2. Verify the assertion; its nonce is used up, whatever follows.
 * 3. Commit session, record `reveal_session.created` and key together.
 */
export const createRevealSession =
  ({ cards, sessions, assertions, ids, unitOfWork }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params, body }) => {
    const { tenant, caller, clock } = context;
    const card = await visibleCard({ cards }, context, params.cardId);
    requireRevealable(card);
    const { cardId, customerId } = card;
    const { installationId } = await assertions.verify(context, { customerId, assertion: body.assertion });
    requireSameDevice(caller, installationId);
    const revealSessionId = context.idempotency?.reservedId('rvl') ?? ids.next('rvl', tenant);
    const { fields } = body;
    const endsAt = realNow(clock).add({ seconds: revealSessionSeconds });
    const session: RevealSession = { revealSessionId, cardId, customerId, installationId, fields, endsAt };
    const expiresAt = toTimestamp(endsAt);
    const record = {
      resource: { type: 'reveal_session', id: revealSessionId },
      partition: sessions.partition(tenant, revealSessionId),
      sequence: 1,
      type: 'reveal_session.created',
      data: { revealSessionId, cardId, customerId, installationId, fields, expiresAt },
    };
    const work = { writes: [sessions.create(tenant, session)], records: [record] };
    return unitOfWork.commit(context, work, { revealSessionId, expiresAt });
  };

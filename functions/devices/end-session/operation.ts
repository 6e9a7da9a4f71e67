import { DomainError } from '../../kernel/errors/domain-error.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { sessionRecord } from '../domain/device-events.ts';
import type { SessionStore } from '../ports/session-store.ts';
import type { endSession as declaration } from './declaration.ts';

interface Dependencies {
  readonly sessions: SessionStore;
  readonly unitOfWork: UnitOfWork;
}

/**
 * Ends a session.
 *
 * In: nothing; it is the caller's own. Out: nothing; the token opens nothing any more, from the next request on.
 * 1. Find the session that the authorizer let in; one that has ended meanwhile lets nobody in.
 * 2. Commit its end, record `session.ended` and the idempotency key together.
 */
export const endSession =
  ({ sessions, unitOfWork }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context }) => {
    const { caller, tenant } = context;
    const hash = caller.kind === 'customer' ? caller.sessionHash : undefined;
    const found = hash === undefined ? undefined : await sessions.find(hash);
    if (found?.tenant.tenantId !== tenant.tenantId) {
      throw new DomainError('unauthenticated', 'unauthenticated', { detail: 'The session has ended.' });
    }
    const { session } = found;
    const record = sessionRecord(sessions.partition(tenant, session.sessionId), session, 'session.ended');
    return unitOfWork.commit(context, { writes: [sessions.end(session)], records: [record] }, undefined);
  };

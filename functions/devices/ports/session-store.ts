import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { Session } from '../domain/session.ts';

/** A session and whose it is: all that a token proves. */
export interface FoundSession {
  readonly tenant: TenantContext;
  readonly session: Session;
}

/** Sessions, found by the keyed hash of their token alone. Strongly consistent: an ended one is not found again. */
export interface SessionStore {
  /** Those that are over are found for a day, so that the caller can be told why it is refused. */
  find(hash: string): Promise<FoundSession | undefined>;
  create(tenant: TenantContext, session: Session): WriteIntent;
  /** The end of a session; refused with ConcurrentChange when it has ended meanwhile. */
  end(session: Session): WriteIntent;
  /** Moves the end of a session that has not ended; one that has stays ended. */
  renew(session: Session): Promise<void>;
  /** The partition that holds the history of a session. */
  partition(tenant: TenantContext, sessionId: string): string;
}

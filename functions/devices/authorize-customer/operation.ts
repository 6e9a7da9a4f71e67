import type { CustomerDirectory } from '../../customers/ports/customer-directory.ts';
import type { AuthorizerUseCase } from '../../kernel/operation/authorizer-operation.ts';
import type { Clock } from '../../kernel/time/clock.ts';
import type { SessionTerms, SessionTermsDirectory } from '../../tenants/ports/session-terms.ts';
import { isOver, renewed, tokenIn } from '../domain/session.ts';
import type { InstallationStore } from '../ports/installation-store.ts';
import type { SecretHasher } from '../ports/secret-hasher.ts';
import type { FoundSession, SessionStore } from '../ports/session-store.ts';

interface Dependencies {
  readonly sessions: Pick<SessionStore, 'find' | 'renew'>;
  readonly installations: Pick<InstallationStore, 'find'>;
  readonly customers: CustomerDirectory;
  readonly terms: SessionTermsDirectory;
  readonly hasher: Pick<SecretHasher, 'candidates'>;
  /** Real time. */
  readonly clock: Clock;
}

/** The tenant's terms, if installation, customer and tenant still stand behind the session. */
const backing = async (
  { installations, customers, terms }: Dependencies,
  { tenant, session }: FoundSession,
): Promise<SessionTerms | undefined> => {
  const [installation, customer, found] = await Promise.all([
    installations.find(tenant, session.installationId),
    customers.find(tenant, session.customerId),
    terms.find(tenant),
  ]);
  const isBacked = installation?.status === 'active' && customer !== undefined && customer.status !== 'closed';
  return isBacked && found?.isOpen === true ? found : undefined;
};

/**
 * Proves a customer by its session (AN-05, AN-12).
 *
 * In: the `Authorization` header. Out: customer, installation and tenant, in the strings that the operation's chain
 * takes; nobody for an unknown or ended session, an installation that is not active any more, a closed customer, or a
 * suspended tenant.
 * 1. Hash the token with every live pepper and look the hashes up.
 * 2. Read installation, customer and tenant, which must all still stand behind it.
 * 3. A session whose time is over is told as expired, and the chain answers so. One that slides is renewed, at most once
 *    a minute.
 */
export const authorizeCustomer = (deps: Dependencies): AuthorizerUseCase => {
  const find = async (token: string): Promise<FoundSession | undefined> => {
    for (const hash of await deps.hasher.candidates('session-token', token)) {
      const found = await deps.sessions.find(hash);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return async (header) => {
    const token = tokenIn(header);
    const found = token === undefined ? undefined : await find(token);
    const terms = found === undefined ? undefined : await backing(deps, found);
    if (found === undefined || terms === undefined) return undefined;
    const { tenant, session } = found;
    const { customerId, installationId, hash: sessionHash } = session;
    const now = deps.clock.now();
    const isExpired = isOver(session, now);
    const longer = isExpired ? undefined : renewed(session, terms, now);
    if (longer !== undefined) await deps.sessions.renew(longer);
    const { tenantId, tag, sandbox } = tenant;
    const of = { tenantId, tag, sandbox: String(sandbox), customerId, installationId, sessionHash };
    return {
      principalId: customerId,
      context: { ...of, session: isExpired ? 'expired' : 'live' },
      usageIdentifierKey: terms.usageKey,
    };
  };
};

import type { CustomerDirectory } from '../../customers/ports/customer-directory.ts';
import type { IdGenerator } from '../../kernel/ids/ids.ts';
import { tagOf } from '../../kernel/ids/ids.ts';
import type { AdmittingUseCase } from '../../kernel/operation/http/admit.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import type { RandomSource } from '../../kernel/platform/platform.ts';
import type { TenantDirectory } from '../../kernel/tenancy/tenant-directory.ts';
import { realNow, toTimestamp } from '../../kernel/time/clock.ts';
import type { SessionTermsDirectory } from '../../tenants/ports/session-terms.ts';
import { assertionRefused } from '../domain/device-errors.ts';
import { sessionRecord } from '../domain/device-events.ts';
import { openSession, tokenBytes, tokenOf } from '../domain/session.ts';
import type { AssertionProofs, ProvedAssertion } from '../ports/assertion-proofs.ts';
import type { InstallationStore } from '../ports/installation-store.ts';
import type { SecretHasher } from '../ports/secret-hasher.ts';
import type { SessionStore } from '../ports/session-store.ts';
import type { createSession as declaration } from './declaration.ts';

interface Dependencies {
  readonly directory: Pick<TenantDirectory, 'byTag'>;
  readonly proofs: AssertionProofs;
  readonly installations: Pick<InstallationStore, 'useNonce'>;
  readonly customers: CustomerDirectory;
  readonly terms: SessionTermsDirectory;
  readonly sessions: SessionStore;
  readonly hasher: Pick<SecretHasher, 'hash'>;
  readonly unitOfWork: UnitOfWork;
  readonly ids: IdGenerator;
  readonly random: RandomSource;
}

const open =
  (deps: Dependencies, { assertion, installation }: ProvedAssertion): HttpUseCase<typeof declaration> =>
  async ({ context }) => {
    const { installations, sessions } = deps;
    const { tenant } = context;
    const { customerId, installationId } = installation;
    const [customer, terms] = await Promise.all([deps.customers.find(tenant, customerId), deps.terms.find(tenant)]);
    if (customer === undefined || customer.status === 'closed' || terms?.isOpen !== true) throw assertionRefused();
    const token = tokenOf(deps.random.bytes(tokenBytes));
    const hash = await deps.hasher.hash('session-token', token);
    const sessionId = deps.ids.next('ses', tenant);
    const session = openSession({ sessionId, customerId, installationId, hash }, terms, realNow(context.clock));
    const work = {
      writes: [installations.useNonce(tenant, assertion), sessions.create(tenant, session)],
      records: [sessionRecord(sessions.partition(tenant, sessionId), session, 'session.opened')],
    };
    const answer = { sessionToken: token, expiresAt: toTimestamp(session.validUntil) };
    return deps.unitOfWork.commit(context, work, answer);
  };

/**
 * Opens a session (AN-05).
 *
 * In: an installation and what its device signed. Out: the session's token, which is shown once and stored as keyed hash
 * only, and until when it is good.
 * 1. The tag of the installation's id leads to the tenant; nothing is believed before the signature, by the key that the
 *    device was paired with, was checked. Every fault has the same answer.
 * 2. The customer is not closed, the tenant not suspended.
 * 3. Commit the nonce's only use, the session, record `session.opened` and the idempotency key together; of two requests
 *    with one nonce one is refused.
 */
export const createSession = (deps: Dependencies): AdmittingUseCase<typeof declaration> => ({
  admit: async ({ installationId, assertion }) => {
    const tag = tagOf(installationId);
    const tenant = tag === undefined ? undefined : await deps.directory.byTag(tag);
    if (tenant === undefined) throw assertionRefused();
    const proved = await deps.proofs.prove(tenant, assertion);
    if (proved?.installation.installationId !== installationId) throw assertionRefused();
    const { customerId } = proved.installation;
    return { tenant, caller: { kind: 'customer', customerId, installationId }, run: open(deps, proved) };
  },
});

import type { CustomerDirectory } from '../../customers/ports/customer-directory.ts';
import { InvalidState, NotFound } from '../../kernel/errors/domain-error.ts';
import type { IdGenerator } from '../../kernel/ids/ids.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import type { RandomSource } from '../../kernel/platform/platform.ts';
import { realNow, toTimestamp } from '../../kernel/time/clock.ts';
import { pairingCodeCreated } from '../domain/device-events.ts';
import { codeBytes, codeOf, issueCode } from '../domain/pairing-code.ts';
import type { PairingStore } from '../ports/pairing-store.ts';
import type { SecretHasher } from '../ports/secret-hasher.ts';
import type { createPairingCode as declaration } from './declaration.ts';

interface Dependencies {
  readonly customers: CustomerDirectory;
  readonly pairings: PairingStore;
  readonly hasher: SecretHasher;
  readonly unitOfWork: UnitOfWork;
  readonly ids: IdGenerator;
  readonly random: RandomSource;
}

/**
 * Issues a pairing code (AN-05).
 *
 * In: the customer. Out: the code, which is shown once and stored as keyed hash only, and until when it pairs.
 * 1. Find the customer; a closed or suspended one pairs nothing.
 * 2. Make the code, and name the installation that it will make.
 * 3. Commit code, one more of the codes that the customer gets in an hour, record `pairing_code.created` and
 *    idempotency key together; refused when the hour's codes are given out.
 */
export const createPairingCode =
  (deps: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params }) => {
    const { pairings, ids } = deps;
    const { tenant } = context;
    const now = realNow(context.clock);
    const customer = await deps.customers.find(tenant, params.customerId);
    if (customer === undefined) throw new NotFound('customer_not_found');
    const { customerId, status } = customer;
    if (status === 'closed' || status === 'suspended') throw new InvalidState(`The customer is ${status}.`);
    const code = codeOf(deps.random.bytes(codeBytes));
    const hash = await deps.hasher.hash('pairing-code', code);
    const named = { pairingId: ids.next('pai', tenant), installationId: ids.next('ins', tenant) };
    const issued = issueCode({ ...named, customerId, hash }, now);
    const work = {
      writes: [pairings.count(tenant, customerId, now), pairings.create(tenant, issued)],
      records: [pairingCodeCreated(pairings.partition(tenant, issued.pairingId), issued)],
    };
    return deps.unitOfWork.commit(context, work, { code, expiresAt: toTimestamp(issued.validUntil) });
  };

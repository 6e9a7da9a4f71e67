import type { IdGenerator } from '../../kernel/ids/ids.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import type { RandomSource } from '../../kernel/platform/platform.ts';
import { issueApiKey, secretBytes, secretOf } from '../domain/api-key.ts';
import { apiKeyChanged } from '../domain/tenant-events.ts';
import type { ApiKeyStore } from '../ports/api-key-store.ts';
import type { SecretHasher } from '../ports/secret-hasher.ts';
import type { createApiKey as declaration } from './declaration.ts';

interface Dependencies {
  readonly apiKeys: ApiKeyStore;
  readonly hasher: SecretHasher;
  readonly unitOfWork: UnitOfWork;
  readonly ids: IdGenerator;
  readonly random: RandomSource;
}

/**
 * Issues an API key (M-31).
 *
 * In: the tenant. Out: the key's id and its secret, which is shown once: it goes into the answer and nowhere else.
 * 1. Make a secret and hash it with the newest pepper.
 * 2. Commit key, look-up, record `api_key.created` and idempotency key together.
 */
export const createApiKey =
  ({ apiKeys, hasher, unitOfWork, ids, random }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context }) => {
    const { tenant, clock } = context;
    const secret = secretOf(random.bytes(secretBytes));
    const key = issueApiKey(ids.next('key', tenant), await hasher.hash(secret), clock.now());
    const work = {
      writes: apiKeys.create(tenant, key),
      records: [apiKeyChanged(apiKeys.partition(tenant, key.keyId), key, 'api_key.created')],
    };
    return unitOfWork.commit(context, work, { keyId: key.keyId, secret });
  };

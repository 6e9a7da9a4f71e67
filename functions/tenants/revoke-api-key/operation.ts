import { NotFound } from '../../kernel/errors/domain-error.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { revokeApiKey as revoke } from '../domain/api-key.ts';
import { apiKeyChanged } from '../domain/tenant-events.ts';
import type { ApiKeyStore } from '../ports/api-key-store.ts';
import type { revokeApiKey as declaration } from './declaration.ts';

interface Dependencies {
  readonly apiKeys: ApiKeyStore;
  readonly unitOfWork: UnitOfWork;
}

/**
 * Revokes an API key.
 *
 * In: its id. Out: nothing; the key never opens anything again. The last live key may be revoked too: a tenant whose
 * keys have leaked must be able to close the door.
 * 1. Mark the key and take its look-up away.
 * 2. Commit both with record `api_key.revoked` and the idempotency key. A key that was revoked before stays as it is.
 */
export const revokeApiKey =
  ({ apiKeys, unitOfWork }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params }) => {
    const { tenant, clock } = context;
    const key = await apiKeys.find(tenant, params.keyId);
    if (key === undefined) throw new NotFound('api_key_not_found');
    const revoked = revoke(key, clock.now());
    const changed = revoked !== key;
    const work = {
      writes: changed ? apiKeys.revoke(tenant, revoked) : [],
      records: changed ? [apiKeyChanged(apiKeys.partition(tenant, key.keyId), revoked, 'api_key.revoked')] : [],
    };
    return unitOfWork.commit(context, work, undefined);
  };

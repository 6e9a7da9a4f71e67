import type { AuthorizerUseCase } from '../../kernel/operation/authorizer-operation.ts';
import { looksLikeSecret } from '../domain/api-key.ts';
import type { ApiKeyStore, KeyOwner } from '../ports/api-key-store.ts';
import type { SecretHasher } from '../ports/secret-hasher.ts';
import type { TenantStore } from '../ports/tenant-store.ts';

interface Dependencies {
  readonly apiKeys: Pick<ApiKeyStore, 'owner'>;
  readonly tenants: Pick<TenantStore, 'find'>;
  readonly hasher: Pick<SecretHasher, 'candidates' | 'same'>;
}

/**
 * Proves a tenant by its API key (M-32, M-33).
 *
 * In: the secret. Out: whose it is, in the strings that the operation's chain takes for the tenant; nobody for an
 * unknown or revoked key, or a suspended tenant.
 * 1. Hash the secret with every live pepper and look the hashes up; the table's answer is compared once more, in
 *    constant time.
 * 2. Ask whether the tenant is active, and whether it demands a client certificate as well: the chain checks that one,
 *    on every request.
 *
 * Nothing is kept between calls: the gateway's own cache of 30 seconds is all that a revocation waits for.
 */
export const authorizeTenant = ({ apiKeys, tenants, hasher }: Dependencies): AuthorizerUseCase => {
  const ownerOf = async (secret: string): Promise<KeyOwner | undefined> => {
    for (const hash of await hasher.candidates(secret)) {
      const owner = await apiKeys.owner(hash);
      if (owner !== undefined && hasher.same(owner.hash, hash)) return owner;
    }
    return undefined;
  };
  return async (secret) => {
    if (!looksLikeSecret(secret)) return undefined;
    const owner = await ownerOf(secret);
    if (owner === undefined) return undefined;
    const tenant = await tenants.find(owner.tenant);
    if (tenant?.status !== 'active') return undefined;
    const { tenantId, tag, sandbox } = owner.tenant;
    const identity = { tenantId, tag, sandbox: String(sandbox), keyId: owner.keyId };
    return {
      principalId: tenantId,
      context: tenant.settings.requireClientCertificate ? { ...identity, clientCertificate: 'required' } : identity,
      usageIdentifierKey: tenant.usageKey,
    };
  };
};

import { keyedHash, sameHash } from '../../kernel/crypto/keyed-hash.ts';
import type { SecretStore } from '../../kernel/platform/platform.ts';
import type { SecretHasher } from '../ports/secret-hasher.ts';

const pepperName = 'api-key-pepper';
const purpose = 'api-key';

/** @param secrets holds `api-key-pepper`, newest first; the one before stays until its keys are rotated */
export const pepperedHasher = (secrets: SecretStore): SecretHasher => ({
  hash: async (secret) => {
    const [pepper] = await secrets.values(pepperName);
    return keyedHash(pepper, secret, purpose);
  },
  candidates: async (secret) => (await secrets.values(pepperName)).map((pepper) => keyedHash(pepper, secret, purpose)),
  usageKey: async (tenantId) => {
    const [pepper] = await secrets.values(pepperName);
    return keyedHash(pepper, tenantId, 'usage-key');
  },
  same: sameHash,
});

import { keyedHash } from '../../kernel/crypto/keyed-hash.ts';
import type { SecretStore } from '../../kernel/platform/platform.ts';
import type { SecretHasher } from '../ports/secret-hasher.ts';

const pepperName = 'session-pepper';

/** @param secrets holds `session-pepper`, newest first; the one before stays for a day: nothing it hashed lives longer */
export const pepperedHasher = (secrets: SecretStore): SecretHasher => ({
  hash: async (kind, secret) => {
    const [pepper] = await secrets.values(pepperName);
    return keyedHash(pepper, secret, kind);
  },
  candidates: async (kind, secret) =>
    (await secrets.values(pepperName)).map((pepper) => keyedHash(pepper, secret, kind)),
});

import { createPublicKey } from 'node:crypto';
import { CompactEncrypt } from 'jose';
import * as z from 'zod';
import { decryptMessage } from '../crypto/jwe-decrypt.ts';
import type { KeyRing } from '../platform/platform.ts';
import type { SecretVault } from './secret-vault.ts';

/** The owner is sealed in with the secret: a sealed secret that was moved to another owner does not open there. */
const content = z.strictObject({ owner: z.string(), secret: z.string() });

const mostCached = 1_000;

/**
 * Seals to the platform's message key and names it, so that a secret outlives the key's rotation. What was opened is
 * kept for the life of the environment, at most 1,000 secrets: unsealing is a call to the key service, and a sealed
 * text never changes its meaning.
 */
export const jweSecretVault = (messageKeys: KeyRing): SecretVault => {
  const opened = new Map<string, z.output<typeof content>>();
  const unseal = async (sealed: string): Promise<z.output<typeof content>> => {
    const known = opened.get(sealed);
    if (known !== undefined) return known;
    const plaintext = await decryptMessage(sealed, messageKeys);
    const found = content.parse(JSON.parse(Buffer.from(plaintext).toString('utf8')));
    if (opened.size >= mostCached) opened.clear();
    opened.set(sealed, found);
    return found;
  };
  return {
    seal: async (owner, secret) => {
      const { kid, spki } = await messageKeys.current();
      const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
      return new CompactEncrypt(Buffer.from(JSON.stringify({ owner, secret })))
        .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM', kid })
        .encrypt(key);
    },
    open: async (owner, sealed) => {
      const found = await unseal(sealed);
      if (found.owner !== owner) throw new Error('a signing secret belongs to another owner');
      return found.secret;
    },
  };
};

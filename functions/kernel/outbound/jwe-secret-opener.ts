import * as z from 'zod';
import { decryptMessage } from '../crypto/jwe-decrypt.ts';
import type { KeyRing } from '../platform/platform.ts';
import type { SecretOpener } from './secret-vault.ts';

/** The owner is sealed in with the secret: a sealed secret that was moved to another owner does not open there. */
const content = z.strictObject({ owner: z.string(), secret: z.string() });

/** What is sealed. */
export type SealedContent = z.output<typeof content>;

const mostCached = 1_000;

/**
 * What was opened is kept for the life of the environment, at most 1,000 secrets: unsealing is a call to the key service,
 * and a sealed text never changes its meaning. Apart from the vault, since the decision on an authorization opens only and
 * the JOSE library, which seals, would be a twentieth of its code.
 */
export const jweSecretOpener = (messageKeys: KeyRing): SecretOpener => {
  const opened = new Map<string, SealedContent>();
  const unseal = async (sealed: string): Promise<SealedContent> => {
    const known = opened.get(sealed);
    if (known !== undefined) return known;
    const plaintext = await decryptMessage(sealed, messageKeys);
    const found = content.parse(JSON.parse(Buffer.from(plaintext).toString('utf8')));
    if (opened.size >= mostCached) opened.clear();
    opened.set(sealed, found);
    return found;
  };
  return {
    open: async (owner, sealed) => {
      const found = await unseal(sealed);
      if (found.owner !== owner) throw new Error('a signing secret belongs to another owner');
      return found.secret;
    },
  };
};

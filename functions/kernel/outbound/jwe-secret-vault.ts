import { createPublicKey } from 'node:crypto';
import { CompactEncrypt } from 'jose';
import type { KeyRing } from '../platform/platform.ts';
import type { SealedContent } from './jwe-secret-opener.ts';
import { jweSecretOpener } from './jwe-secret-opener.ts';
import type { SecretVault } from './secret-vault.ts';

/** Seals to the platform's message key and names it, so that a secret outlives the key's rotation. */
export const jweSecretVault = (messageKeys: KeyRing): SecretVault => ({
  ...jweSecretOpener(messageKeys),
  seal: async (owner, secret) => {
    const { kid, spki } = await messageKeys.current();
    const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
    const content: SealedContent = { owner, secret };
    return new CompactEncrypt(Buffer.from(JSON.stringify(content)))
      .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM', kid })
      .encrypt(key);
  },
});

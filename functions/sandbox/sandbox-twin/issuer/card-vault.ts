import { createCipheriv, createDecipheriv, createHash, hkdfSync } from 'node:crypto';
import * as z from 'zod';
import { keyedHash } from '../../../kernel/crypto/keyed-hash.ts';
import type { RandomSource, SecretStore } from '../../../kernel/platform/platform.ts';
import { vaultSecret } from '../storage/vault-secret.ts';

/** What an issuer keeps of a card and nobody may read in its table. */
const cardSecrets = z.strictObject({
  pan: z.string(),
  cvv: z.string(),
  threeDsPhone: z.string(),
  threeDsPassword: z.string(),
  /** Off only when it was switched off (AL-27). */
  threeDsEnabled: z.boolean().optional(),
});

export type CardSecrets = z.output<typeof cardSecrets>;

/** Seals card data under the twin's own key, AES-256-GCM, bound to the card it belongs to. */
export interface CardVault {
  /** @param owner program and card; opening under another owner fails */
  seal(secrets: CardSecrets, owner: string): Promise<string>;
  /** @throws Error when the key is gone or the sealed text was changed or moved */
  open(sealed: string, owner: string): Promise<CardSecrets>;
  /** The same for any other text that nobody may read in the table. */
  sealText(secret: string, owner: string): Promise<string>;
  openText(sealed: string, owner: string): Promise<string>;
  /** Keyed hash: equal numbers give equal fingerprints, over all programs. */
  fingerprint(pan: string): Promise<string>;
}

const ivBytes = 12;
const tagBytes = 16;
const separator = '.';

interface VaultKey {
  readonly id: string;
  readonly bytes: Uint8Array;
}

const deriveKey = (secret: string): VaultKey => {
  const bytes = new Uint8Array(hkdfSync('sha256', secret, '', 'nodal.twin.card-vault', 32));
  return { id: createHash('sha256').update(bytes).digest('hex').slice(0, 8), bytes };
};

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
const bytesOf = (part: string | undefined): Buffer => Buffer.from(part ?? '', 'base64url');

export const cardVault = ({ secrets, random }: { secrets: SecretStore; random: RandomSource }): CardVault => {
  const sealText: CardVault['sealText'] = async (secret, owner) => {
    const [newest] = await secrets.values(vaultSecret);
    const key = deriveKey(newest);
    const iv = random.bytes(ivBytes);
    const cipher = createCipheriv('aes-256-gcm', key.bytes, iv, { authTagLength: tagBytes });
    cipher.setAAD(Buffer.from(owner));
    const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
    return [key.id, text(iv), text(sealed), text(cipher.getAuthTag())].join(separator);
  };
  const openText: CardVault['openText'] = async (sealed, owner) => {
    const [keyId, iv, ciphertext, tag] = sealed.split(separator);
    const live = await secrets.values(vaultSecret);
    const key = live.map(deriveKey).find(({ id }) => id === keyId);
    if (key === undefined) throw new Error('the key that sealed this card is gone');
    const decipher = createDecipheriv('aes-256-gcm', key.bytes, bytesOf(iv), { authTagLength: tagBytes });
    decipher.setAAD(Buffer.from(owner));
    decipher.setAuthTag(bytesOf(tag));
    return Buffer.concat([decipher.update(bytesOf(ciphertext)), decipher.final()]).toString('utf8');
  };
  return {
    sealText,
    openText,
    seal: (cardData, owner) => sealText(JSON.stringify(cardData), owner),
    open: async (sealed, owner) => cardSecrets.parse(JSON.parse(await openText(sealed, owner))),
    fingerprint: async (pan) => {
      const live = await secrets.values(vaultSecret);
      // The oldest live value, so that fingerprints stay equal while a rotation is under way.
      return keyedHash(live.at(-1) ?? live[0], pan, 'twin-card-fingerprint');
    },
  };
};

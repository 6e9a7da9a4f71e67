import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { CompactEncrypt, compactDecrypt } from 'jose';
import type { KeyRing } from '../../functions/kernel/platform/platform.ts';

/** A caller with a key pair: what it sends in `Public-Key`, and how it opens answers. */
export interface EncryptingCaller {
  /** Base64 of the SPKI DER. */
  readonly header: string;
  /** The JSON inside `{ payload }`. */
  open(body: { readonly payload: string }): Promise<unknown>;
}

export const encryptingCaller = (modulusLength = 2048): EncryptingCaller => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength });
  return {
    header: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
    open: async ({ payload }) => {
      const { plaintext } = await compactDecrypt(payload, privateKey);
      return JSON.parse(Buffer.from(plaintext).toString('utf8')) as unknown;
    },
  };
};

const seal = async (json: unknown, key: KeyObject, alg: string): Promise<{ payload: string }> => ({
  payload: await new CompactEncrypt(Buffer.from(JSON.stringify(json)))
    .setProtectedHeader({ alg, enc: 'A256GCM' })
    .encrypt(key),
});

/** The body of an encrypted request, to the ring's current key. */
export const sealFor = async (
  keys: KeyRing,
  json: unknown,
  alg: 'RSA-OAEP-256' | 'RSA-OAEP' = 'RSA-OAEP-256',
): Promise<{ payload: string }> => {
  const { spki } = await keys.current();
  return seal(json, createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' }), alg);
};

/** A well-formed message to a key that is not the platform's. */
export const sealForStranger = (json: unknown): Promise<{ payload: string }> =>
  seal(json, generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey, 'RSA-OAEP-256');

import { constants, createPublicKey, generateKeyPairSync, privateDecrypt, type KeyObject } from 'node:crypto';
import type { KeyRing, KeyWrapAlgorithm } from '../functions/kernel/platform/platform.ts';

const oaepHash: Readonly<Record<KeyWrapAlgorithm, string>> = { 'RSA-OAEP-256': 'sha256', 'RSA-OAEP': 'sha1' };

/** What KMS does for message keys, with keys in memory. */
export interface LocalKeyRing extends KeyRing {
  /** Makes this the current key; the one before stays accepted. */
  rotate(kid: string, privateKey?: KeyObject): void;
  /** Refuses a key from now on, at once. */
  revoke(kid: string): void;
}

const newPrivateKey = (): KeyObject => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

const unwrapWith = (privateKey: KeyObject, algorithm: KeyWrapAlgorithm, ciphertext: Uint8Array): Buffer | undefined => {
  try {
    return privateDecrypt(
      { key: privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: oaepHash[algorithm] },
      ciphertext,
    );
  } catch {
    // KMS answers InvalidCiphertext for all of it: wrong length, wrong key, wrong padding.
    return undefined;
  }
};

/**
 * @param currentKid key id of the first current key
 * @param privateKey RSA; made when absent, which takes a tenth of a second
 */
export const localKeyRing = (currentKid: string, privateKey: KeyObject = newPrivateKey()): LocalKeyRing => {
  const accepted = new Map([[currentKid, privateKey]]);
  let current = { kid: currentKid, privateKey };
  return {
    current: async () => ({
      kid: current.kid,
      spki: createPublicKey(current.privateKey).export({ format: 'der', type: 'spki' }),
    }),
    unwrap: async ({ kid = current.kid, algorithm, ciphertext }) => {
      const key = accepted.get(kid);
      return key === undefined ? undefined : unwrapWith(key, algorithm, ciphertext);
    },
    rotate: (kid, next = newPrivateKey()) => {
      accepted.set(kid, next);
      current = { kid, privateKey: next };
    },
    revoke: (kid) => {
      accepted.delete(kid);
    },
  };
};

import type { KeyObject } from 'node:crypto';
import { constants, createDecipheriv, createPublicKey, publicEncrypt } from 'node:crypto';
import type { AdyenPlatform } from './adyen-platform.ts';

/** A key for one answer, and what Adyen needs to encrypt that answer with it (M-25). */
export interface SessionKey {
  /** 256 bits, AES. */
  readonly key: Uint8Array;
  /** The key, encrypted to Adyen, in hex. */
  readonly encrypted: string;
}

const keyBytes = 32;

/** @param publicKey base64 of a SubjectPublicKeyInfo, as Adyen publishes it */
export const readPublicKey = (publicKey: string): KeyObject =>
  createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });

/** Adyen prescribes the padding of PKCS #1 v1.5; it is used to encrypt only, so no answer tells about paddings. */
export const newSessionKey = (random: AdyenPlatform['random'], publicKey: KeyObject): SessionKey => {
  const key = random.bytes(keyBytes);
  const encrypted = publicEncrypt({ key: publicKey, padding: constants.RSA_PKCS1_PADDING }, key);
  return { key, encrypted: encrypted.toString('hex').toUpperCase() };
};

/** Adyen prescribes AES-256-CBC with a zero vector: a key is used for one answer only. */
export const openWithSessionKey = ({ key }: SessionKey, hex: string): string => {
  const decipher = createDecipheriv('aes-256-cbc', key, Buffer.alloc(16));
  return Buffer.concat([decipher.update(Buffer.from(hex, 'hex')), decipher.final()]).toString('utf8');
};

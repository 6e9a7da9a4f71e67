import { createPublicKey, type KeyObject } from 'node:crypto';
import { CompactEncrypt } from 'jose';
import { DomainError } from '../errors/domain-error.ts';

/** A caller's RSA public key that was found acceptable. */
export interface CallerKey {
  readonly publicKey: KeyObject;
}

const maxHeaderLength = 4096;
const minModulusBits = 2048;
const maxModulusBits = 8192;
const minExponent = 65_537n;
const maxExponent = 2n ** 64n - 1n;
const pem = /^-----BEGIN PUBLIC KEY-----\r?\n([A-Za-z0-9+/=\r\n]+)-----END PUBLIC KEY-----\s*$/;

const invalidPublicKey = (): DomainError =>
  new DomainError('invalid', 'INVALID_PUBLIC_KEY', {
    detail:
      'The Public-Key header must be base64 of the SPKI DER, or base64 of the PEM text, of an RSA public key of 2048 to 8192 bits.',
  });

const decodeBase64 = (text: string): Buffer => {
  const bytes = Buffer.from(text, 'base64');
  if (text === '' || bytes.toString('base64') !== text) throw invalidPublicKey();
  return bytes;
};

const toDer = (bytes: Buffer): Buffer => {
  const [, body] = pem.exec(bytes.toString('latin1')) ?? [];
  return body === undefined ? bytes : decodeBase64(body.replaceAll(/[\r\n]/g, ''));
};

const importSpki = (der: Buffer): KeyObject => {
  try {
    return createPublicKey({ key: der, format: 'der', type: 'spki' });
  } catch {
    // Whatever OpenSSL dislikes about the caller's bytes is the caller's fault; its message would not help them.
    throw invalidPublicKey();
  }
};

const isAcceptable = (key: KeyObject, der: Buffer): boolean => {
  const { modulusLength = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {};
  return (
    key.asymmetricKeyType === 'rsa' &&
    modulusLength >= minModulusBits &&
    modulusLength <= maxModulusBits &&
    publicExponent >= minExponent &&
    publicExponent <= maxExponent &&
    publicExponent % 2n === 1n &&
    // One key, one spelling: nothing may trail the key.
    key.export({ format: 'der', type: 'spki' }).equals(der)
  );
};

/**
 * Reads the `Public-Key` header (api.md section 3).
 * @returns the key to encrypt the answer to
 * @throws DomainError `INVALID_PUBLIC_KEY` when it is missing, malformed, not RSA, too small, too large, or has an
 *   exponent that no key generator makes
 */
export const parsePublicKey = (header: string | undefined): CallerKey => {
  if (header === undefined || header.length > maxHeaderLength) throw invalidPublicKey();
  const der = toDer(decodeBase64(header.trim()));
  const publicKey = importSpki(der);
  if (!isAcceptable(publicKey, der)) throw invalidPublicKey();
  return { publicKey };
};

/**
 * Encrypts an answer to the caller's key.
 * @returns compact JWE, RSA-OAEP-256 and A256GCM
 */
export const encryptMessage = async (plaintext: Uint8Array, key: CallerKey): Promise<string> =>
  new CompactEncrypt(plaintext).setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM' }).encrypt(key.publicKey);

import {
  constants,
  createCipheriv,
  publicEncrypt,
  createPublicKey,
  createSecretKey,
  randomBytes,
  type KeyObject,
} from 'node:crypto';

/** One choice per part of a compact JWE; what is not chosen is right. */
export interface Forgery {
  /** Members of the header, or its raw bytes. */
  readonly header?: Readonly<Record<string, unknown>> | Uint8Array;
  readonly plaintext?: Uint8Array;
  readonly contentKey?: Uint8Array;
  readonly wrappedKey?: Uint8Array;
  /** The OAEP hash really used, whatever the header says. */
  readonly oaepHash?: 'sha1' | 'sha256';
  readonly iv?: Uint8Array;
  readonly tagBytes?: number;
  readonly additionalData?: Uint8Array;
}

const json = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

/**
 * Makes a compact JWE with node:crypto alone. Everything is authentic except what was asked for, so a refusal proves
 * that exactly this was noticed: a forged header, for example, is covered by a right tag.
 */
export const forge = (spki: Uint8Array, forgery: Forgery = {}): string => {
  const header = forgery.header ?? { alg: 'RSA-OAEP-256', enc: 'A256GCM' };
  const headerPart = text(header instanceof Uint8Array ? header : json(header));
  const contentKey = forgery.contentKey ?? randomBytes(32);
  const publicKey: KeyObject = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  const wrappedKey =
    forgery.wrappedKey ??
    publicEncrypt(
      { key: publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: forgery.oaepHash ?? 'sha256' },
      contentKey,
    );
  const iv = forgery.iv ?? randomBytes(12);
  // A key of another length is wrapped as it is, and the text sealed under its beginning or its zero-padded form.
  const sealKey = Buffer.alloc(32);
  Buffer.from(contentKey).copy(sealKey);
  const cipher = createCipheriv('aes-256-gcm', createSecretKey(sealKey), iv, { authTagLength: 16 });
  cipher.setAAD(forgery.additionalData ?? Buffer.from(headerPart, 'ascii'));
  const sealed = Buffer.concat([cipher.update(forgery.plaintext ?? Buffer.from('{"a":1}')), cipher.final()]);
  const tag = cipher.getAuthTag().subarray(0, forgery.tagBytes ?? 16);
  return [headerPart, text(wrappedKey), text(iv), text(sealed), text(tag)].join('.');
};

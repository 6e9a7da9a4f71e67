import { createDecipheriv, randomBytes } from 'node:crypto';
import * as z from 'zod';
import { DomainError } from '../errors/domain-error.ts';
import type { KeyRing, KeyWrapAlgorithm } from '../platform/platform.ts';
import { parseStrictJson } from './strict-json.ts';

const maxCompactLength = 512 * 1024;
const maxHeaderLength = 1024;
const maxWrappedKeyBytes = 512;
const contentKeyBytes = 32;
const ivBytes = 12;
const tagBytes = 16;
const base64url = /^[A-Za-z0-9_-]+$/;

/**
 * Every header member that may be there, and nothing else. `typ` and `cty` are what JOSE libraries add on their own;
 * their values are pinned, because `cty: JWT` would announce a nested token that nobody here unwraps. What points to
 * a key (`jwk`, `jku`, `x5u`, `x5c`, `epk`), asks for work (`p2c`, `zip`) or for understanding (`crit`, `b64`) has no
 * place: the key is ours, named by `kid` alone.
 */
const headerSchema = z.strictObject({
  alg: z.enum(['RSA-OAEP-256', 'RSA-OAEP']),
  enc: z.literal('A256GCM'),
  kid: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,64}$/)
    .optional(),
  typ: z.enum(['JWE', 'JOSE']).optional(),
  cty: z.enum(['json', 'application/json']).optional(),
});

const invalidPayload = (): DomainError =>
  new DomainError('invalid', 'INVALID_PAYLOAD', {
    detail: 'The payload is not a compact JWE with RSA-OAEP-256 or RSA-OAEP and A256GCM, and only allowed headers.',
  });

const cannotDecrypt = (): DomainError =>
  new DomainError('invalid', 'CANT_DECRYPT_PAYLOAD', { detail: 'The payload cannot be decrypted.' });

/** Node's decoder skips what it does not know; only the one canonical spelling of some bytes is accepted. */
const decode = (part: string): Buffer => {
  if (!base64url.test(part)) throw invalidPayload();
  const bytes = Buffer.from(part, 'base64url');
  if (bytes.toString('base64url') !== part) throw invalidPayload();
  return bytes;
};

interface Envelope {
  readonly algorithm: KeyWrapAlgorithm;
  readonly kid: string | undefined;
  readonly additionalData: Buffer;
  readonly wrappedKey: Buffer;
  readonly iv: Buffer;
  readonly ciphertext: Buffer;
  readonly tag: Buffer;
}

const readHeader = (part: string): z.output<typeof headerSchema> => {
  if (part.length > maxHeaderLength) throw invalidPayload();
  const header = headerSchema.safeParse(strictOrInvalid(decode(part)));
  if (!header.success) throw invalidPayload();
  return header.data;
};

const strictOrInvalid = (bytes: Uint8Array): unknown => {
  try {
    return parseStrictJson(bytes);
  } catch (error) {
    if (error instanceof DomainError) throw invalidPayload();
    throw error;
  }
};

const fiveParts = (compact: unknown): readonly [string, string, string, string, string] => {
  if (typeof compact !== 'string' || compact.length > maxCompactLength) throw invalidPayload();
  const [header, wrappedKey, iv, ciphertext, tag, ...more] = compact.split('.', 6);
  if (!header || !wrappedKey || !iv || !ciphertext || !tag || more.length > 0) throw invalidPayload();
  return [header, wrappedKey, iv, ciphertext, tag];
};

const readEnvelope = (compact: unknown): Envelope => {
  const [header, ...binary] = fiveParts(compact);
  const { alg, kid } = readHeader(header);
  const [wrappedKey, iv, ciphertext, tag] = [
    decode(binary[0]),
    decode(binary[1]),
    decode(binary[2]),
    decode(binary[3]),
  ];
  if (wrappedKey.length > maxWrappedKeyBytes || iv.length !== ivBytes || tag.length !== tagBytes) {
    throw invalidPayload();
  }
  return { algorithm: alg, kid, additionalData: Buffer.from(header, 'ascii'), wrappedKey, iv, ciphertext, tag };
};

const open = (contentKey: Uint8Array, envelope: Envelope): Uint8Array | undefined => {
  // Without authTagLength node:crypto would accept a tag of four bytes.
  const decipher = createDecipheriv('aes-256-gcm', contentKey, envelope.iv, { authTagLength: tagBytes });
  decipher.setAAD(envelope.additionalData);
  decipher.setAuthTag(envelope.tag);
  const plaintext = decipher.update(envelope.ciphertext);
  try {
    return Buffer.concat([plaintext, decipher.final()]);
  } catch {
    // final() has one reason to throw: the tag does not match.
    return undefined;
  }
};

/**
 * Decrypts an incoming message (AN-16, api.md section 3).
 *
 *   shape, header, lengths ──✗──▶ INVALID_PAYLOAD, before any key work
 *   unwrap, open           ──✗──▶ CANT_DECRYPT_PAYLOAD, one answer for every cause
 *
 * Unknown or revoked key, wrong key, wrong content-key length and bad tag do the same local work: whatever could not
 * be unwrapped is opened with a random key, so the answer's time does not tell where it failed. (That a kid is
 * published is no secret; that a wrapped key was well padded would be.)
 *
 * @param compact compact JWE; anything else, strings or not, is refused
 * @returns the plaintext, at least one byte
 * @throws DomainError `INVALID_PAYLOAD` or `CANT_DECRYPT_PAYLOAD`; TemporarilyUnavailable when the ring does not answer
 */
export const decryptMessage = async (compact: unknown, keys: KeyRing): Promise<Uint8Array> => {
  const envelope = readEnvelope(compact);
  const unwrapped = await keys.unwrap({
    kid: envelope.kid,
    algorithm: envelope.algorithm,
    ciphertext: envelope.wrappedKey,
  });
  const usable = unwrapped?.length === contentKeyBytes ? unwrapped : undefined;
  const plaintext = open(usable ?? randomBytes(contentKeyBytes), envelope);
  if (usable === undefined || plaintext === undefined) throw cannotDecrypt();
  return plaintext;
};

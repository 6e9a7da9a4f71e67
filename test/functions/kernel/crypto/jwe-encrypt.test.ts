import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { compactDecrypt, decodeProtectedHeader } from 'jose';
import { describe, expect, it } from 'vitest';
import { encryptMessage, parsePublicKey } from '../../../../functions/kernel/crypto/jwe-encrypt.ts';

const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
const der = (key: KeyObject): Buffer => key.export({ format: 'der', type: 'spki' });
const base64 = (bytes: Uint8Array | string): string => Buffer.from(bytes).toString('base64');
const pem = pair.publicKey.export({ format: 'pem', type: 'spki' }).toString();

/** SubjectPublicKeyInfo of any RSA numbers, also ones that no generator makes. */
const spkiOf = (modulus: Buffer, exponent: Buffer): Buffer => {
  const node = (tag: number, ...parts: readonly Buffer[]): Buffer => {
    const content = Buffer.concat(parts);
    const size = Buffer.from(content.length.toString(16).padStart(content.length > 255 ? 4 : 2, '0'), 'hex');
    const length = content.length < 128 ? size : Buffer.from([0x80 + size.length, ...size]);
    return Buffer.concat([Buffer.from([tag]), length, content]);
  };
  const integer = (bytes: Buffer): Buffer =>
    node(2, (bytes[0] ?? 0) > 127 ? Buffer.concat([Buffer.alloc(1), bytes]) : bytes);
  const algorithm = Buffer.from('300d06092a864886f70d0101010500', 'hex');
  return node(0x30, algorithm, node(3, Buffer.alloc(1), node(0x30, integer(modulus), integer(exponent))));
};
const modulus = Buffer.from(pair.publicKey.export({ format: 'jwk' }).n!, 'base64url');

describe('AN-17 the Public-Key header', () => {
  it.each([
    ['base64 of the SPKI DER', base64(der(pair.publicKey))],
    ['base64 of the PEM text', base64(pem)],
    ['base64 of PEM with Windows line ends and no final one', base64(pem.trim().replaceAll('\n', '\r\n'))],
    ['a 3072-bit key', base64(der(generateKeyPairSync('rsa', { modulusLength: 3072 }).publicKey))],
    [
      'hand-made DER, as proof that the refusals below are about numbers',
      base64(spkiOf(modulus, Buffer.from([1, 0, 1]))),
    ],
  ])('AN-17 accepts %s', (_name, header) => {
    expect(parsePublicKey(header).publicKey.asymmetricKeyType).toBe('rsa');
  });

  it.each([
    ['a missing header', undefined],
    ['an empty header', ''],
    ['text that is not base64', 'not base64!'],
    ['base64url', Buffer.from(der(pair.publicKey)).toString('base64url')],
    ['base64 without padding', base64(der(pair.publicKey)).replace(/=*$/, '').slice(0, -1)],
    ['PEM that is not base64', pem],
    ['random bytes', base64('something else')],
    ['a key of 1024 bits', base64(der(generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey))],
    [
      'a key of 8200 bits',
      base64(
        spkiOf(
          Buffer.concat([Buffer.from([0xff]), Buffer.alloc(1023, 0xff), Buffer.from([1])]),
          Buffer.from([1, 0, 1]),
        ),
      ),
    ],
    ['an elliptic curve key', base64(der(generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey))],
    ['a PSS-only key', base64(der(generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).publicKey))],
    ['a private key', base64(pair.privateKey.export({ format: 'der', type: 'pkcs8' }))],
    ['a private key as PEM', base64(pair.privateKey.export({ format: 'pem', type: 'pkcs8' }))],
    ['PKCS#1', base64(pair.publicKey.export({ format: 'der', type: 'pkcs1' }))],
    ['exponent 1', base64(spkiOf(modulus, Buffer.from([1])))],
    ['exponent 3', base64(spkiOf(modulus, Buffer.from([3])))],
    ['an even exponent', base64(spkiOf(modulus, Buffer.from([1, 0, 2])))],
    ['an exponent of 80 bits', base64(spkiOf(modulus, Buffer.from('ff000000000000000001', 'hex')))],
    ['bytes after the key', base64(Buffer.concat([der(pair.publicKey), Buffer.alloc(3)]))],
    ['more than 4 KB', base64(Buffer.alloc(4096))],
  ])('AN-28 refuses %s with INVALID_PUBLIC_KEY', (_name, header) => {
    expect(() => parsePublicKey(header)).toThrow(
      expect.objectContaining({ kind: 'invalid', code: 'INVALID_PUBLIC_KEY' }) as Error,
    );
  });
});

describe('AN-22 answers', () => {
  it('AN-22 encrypts so that jose with the private key reads it', async () => {
    const plaintext = Buffer.from('{"cardId":"crd_1"}');
    const compact = await encryptMessage(plaintext, parsePublicKey(base64(pem)));
    const opened = await compactDecrypt(
      compact,
      createPrivateKey(pair.privateKey.export({ format: 'pem', type: 'pkcs8' })),
      {
        keyManagementAlgorithms: ['RSA-OAEP-256'],
        contentEncryptionAlgorithms: ['A256GCM'],
      },
    );
    expect(Buffer.from(opened.plaintext)).toEqual(plaintext);
    expect(decodeProtectedHeader(compact)).toEqual({ alg: 'RSA-OAEP-256', enc: 'A256GCM' });
  });

  it('AN-22 never makes the same message twice', async () => {
    const key = parsePublicKey(base64(pem));
    const [first, second] = await Promise.all([
      encryptMessage(Buffer.from('a'), key),
      encryptMessage(Buffer.from('a'), key),
    ]);
    expect(first).not.toBe(second);
  });
});

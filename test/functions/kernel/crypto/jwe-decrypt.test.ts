import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { CompactEncrypt, importSPKI } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { decryptMessage } from '../../../../functions/kernel/crypto/jwe-decrypt.ts';
import { TemporarilyUnavailable } from '../../../../functions/kernel/errors/domain-error.ts';
import type { KeyRing } from '../../../../functions/kernel/platform/platform.ts';
import { localKeyRing, type LocalKeyRing } from '../../../../local/key-ring.ts';
import { forge, type Forgery } from '../../../support/jwe-forge.ts';

const kid = 'msg-2026-1';
const message = Buffer.from('{"balanceId":"bal_1","note":"ünïcode"}');

let ring: LocalKeyRing;
let spki: Uint8Array;

beforeAll(async () => {
  ring = localKeyRing(kid);
  ({ spki } = await ring.current());
});

const made = (forgery?: Forgery): string => forge(spki, forgery);
const withHeader = (members: Record<string, unknown>): string =>
  made({ header: { alg: 'RSA-OAEP-256', enc: 'A256GCM', ...members } });
const part = (token: string, index: number, change: (text: string) => string): string =>
  token
    .split('.')
    .map((text, position) => (position === index ? change(text) : text))
    .join('.');
const raw = (header: string): string => made({ header: Buffer.from(header) });

const refused = async (token: unknown, code: string): Promise<void> => {
  await expect(decryptMessage(token, ring)).rejects.toMatchObject({ kind: 'invalid', code });
};

describe('AN-16 messages made with jose', () => {
  it.each(['RSA-OAEP-256', 'RSA-OAEP'])('AN-16 reads %s with A256GCM, with and without kid', async (alg) => {
    const pem = `-----BEGIN PUBLIC KEY-----\n${Buffer.from(spki).toString('base64')}\n-----END PUBLIC KEY-----`;
    const key = await importSPKI(pem, alg);
    const named = new CompactEncrypt(message).setProtectedHeader({ alg, enc: 'A256GCM', kid, typ: 'JWE', cty: 'json' });
    const unnamed = new CompactEncrypt(message).setProtectedHeader({ alg, enc: 'A256GCM' });
    expect(Buffer.from(await decryptMessage(await named.encrypt(key), ring))).toEqual(message);
    expect(Buffer.from(await decryptMessage(await unnamed.encrypt(key), ring))).toEqual(message);
  });

  it('AN-16 reads what the forge makes when nothing is forged, so that its forgeries prove something', async () => {
    expect(Buffer.from(await decryptMessage(made({ plaintext: message }), ring))).toEqual(message);
  });

  it('AN-16 reads a message to an older key and refuses it at once when that key is revoked', async () => {
    const rotating = localKeyRing('msg-2025-1');
    const old = forge((await rotating.current()).spki, {
      header: { alg: 'RSA-OAEP-256', enc: 'A256GCM', kid: 'msg-2025-1' },
    });
    rotating.rotate(kid);
    await expect(decryptMessage(old, rotating)).resolves.toHaveLength(7);
    rotating.revoke('msg-2025-1');
    await expect(decryptMessage(old, rotating)).rejects.toMatchObject({ code: 'CANT_DECRYPT_PAYLOAD' });
  });
});

describe('AN-29 refuses as INVALID_PAYLOAD, before any key work,', () => {
  const headers: readonly (readonly [string, () => string])[] = [
    ['RSA1_5', () => withHeader({ alg: 'RSA1_5' })],
    ['dir', () => withHeader({ alg: 'dir' })],
    ['none', () => withHeader({ alg: 'none' })],
    ['A128KW', () => withHeader({ alg: 'A128KW' })],
    ['PBES2 with a million rounds', () => withHeader({ alg: 'PBES2-HS512+A256KW', p2c: 1_000_000, p2s: 'AAAA' })],
    ['p2c beside an allowed algorithm', () => withHeader({ p2c: 1_000_000 })],
    ['an algorithm in another case', () => withHeader({ alg: 'rsa-oaep-256' })],
    ['A128GCM', () => withHeader({ enc: 'A128GCM' })],
    ['A256CBC-HS512', () => withHeader({ enc: 'A256CBC-HS512' })],
    ['a missing alg', () => raw('{"enc":"A256GCM"}')],
    ['a missing enc', () => raw('{"alg":"RSA-OAEP-256"}')],
    ['zip', () => withHeader({ zip: 'DEF' })],
    ['crit', () => withHeader({ crit: ['exp'], exp: 1 })],
    ['b64', () => withHeader({ b64: false })],
    ['jwk', () => withHeader({ jwk: { kty: 'RSA' } })],
    ['jku', () => withHeader({ jku: 'https://attacker.example/keys' })],
    ['x5u', () => withHeader({ x5u: 'https://attacker.example/cert' })],
    ['x5c', () => withHeader({ x5c: ['AAAA'] })],
    ['x5t', () => withHeader({ x5t: 'AAAA' })],
    ['epk', () => withHeader({ alg: 'ECDH-ES', epk: { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' } })],
    ['a nested token', () => withHeader({ cty: 'JWT' })],
    ['a kid with a path', () => withHeader({ kid: '../keys/other' })],
    ['a kid with an expression', () => withHeader({ kid: "x' OR '1'='1" })],
    ['an empty kid', () => withHeader({ kid: '' })],
    ['a kid of 65 characters', () => withHeader({ kid: 'k'.repeat(65) })],
    ['a kid of 10 KB', () => withHeader({ kid: 'k'.repeat(10_240) })],
    ['a kid that is a number', () => withHeader({ kid: 1 })],
    ['a kid that is null', () => withHeader({ kid: null })],
    ['a duplicate alg', () => raw('{"alg":"dir","alg":"RSA-OAEP-256","enc":"A256GCM"}')],
    ['an escaped duplicate', () => raw(String.raw`{"alg":"RSA-OAEP-256","enc":"A256GCM","\u0065nc":"A256GCM"}`)],
    ['a prototype member', () => raw('{"alg":"RSA-OAEP-256","enc":"A256GCM","__proto__":{"kid":"x"}}')],
    ['a header that is an array', () => raw('[]')],
    ['a header that is no JSON', () => raw('alg')],
    ['a header with a byte-order mark', () => raw('\uFEFF{"alg":"RSA-OAEP-256","enc":"A256GCM"}')],
    [
      'a header that is not UTF-8',
      () =>
        made({
          header: Buffer.from([...Buffer.from('{"alg":"RSA-OAEP-256","enc":"A256GCM","kid":"'), 0xff, 0x22, 0x7d]),
        }),
    ],
  ];
  it.each(headers)('%s', async (_name, token) => {
    let touched = false;
    const untouchable: KeyRing = {
      current: () => ring.current(),
      unwrap: async () => {
        touched = true;
        return undefined;
      },
    };
    await expect(decryptMessage(token(), untouchable)).rejects.toMatchObject({
      kind: 'invalid',
      code: 'INVALID_PAYLOAD',
    });
    expect(touched).toBe(false);
  });

  const structures: readonly (readonly [string, () => unknown])[] = [
    ['undefined', () => undefined],
    ['a number', () => 7],
    ['JSON serialization', () => ({ protected: 'e30', ciphertext: 'AA' })],
    ['JSON serialization as text', () => '{"protected":"e30"}'],
    ['the empty string', () => ''],
    ['four parts', () => made().split('.').slice(0, 4).join('.')],
    ['six parts', () => `${made()}.AAAA`],
    ['a trailing dot', () => `${made()}.`],
    ['a three-part signed token', () => 'eyJhbGciOiJub25lIn0.e30.AAAA'],
    ['an empty encrypted key', () => part(made(), 1, () => '')],
    ['an empty ciphertext', () => part(made(), 3, () => '')],
    ['an encrypted key of 513 bytes', () => made({ wrappedKey: randomBytes(513) })],
    ['an IV of 11 bytes', () => made({ iv: randomBytes(11) })],
    ['an IV of 16 bytes', () => made({ iv: randomBytes(16) })],
    ['an empty IV', () => part(made(), 2, () => '')],
    ['a tag of 4 bytes', () => made({ tagBytes: 4 })],
    ['a tag of 15 bytes', () => made({ tagBytes: 15 })],
    [
      'a tag of 17 bytes',
      () =>
        part(made(), 4, (tag) => Buffer.concat([Buffer.from(tag, 'base64url'), Buffer.alloc(1)]).toString('base64url')),
    ],
    ['padding', () => part(made(), 4, (tag) => `${tag}==`)],
    ['standard base64', () => part(made(), 3, () => 'ab+/')],
    ['a line break', () => part(made(), 3, (text) => `${text}\n`)],
    ['a space', () => part(made(), 3, (text) => ` ${text}`)],
    // 16 bytes are 22 characters; the last carries 2 bits, so four spellings of each tag exist and one is canonical.
    [
      'unused bits that are set',
      () =>
        part(made(), 4, (tag) => `${tag.slice(0, -1)}${'BRhx'[['A', 'Q', 'g', 'w'].indexOf(tag.slice(-1))] ?? 'B'}`),
    ],
    ['more than 512 KB', () => part(made(), 3, () => 'A'.repeat(524_288))],
  ];
  it.each(structures)('%s', async (_name, token) => {
    await refused(token(), 'INVALID_PAYLOAD');
  });
});

describe('AN-30 refuses as CANT_DECRYPT_PAYLOAD, one answer for every cause,', () => {
  const flip = (text: string): string => {
    const bytes = Buffer.from(text, 'base64url');
    bytes[bytes.length >> 1]! ^= 0x10;
    return bytes.toString('base64url');
  };
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'der', type: 'spki' });
  const header = { alg: 'RSA-OAEP-256', enc: 'A256GCM' };
  const causes: readonly (readonly [string, () => string])[] = [
    ['an unknown kid', () => withHeader({ kid: 'msg-2099-1' })],
    ['a message to another key', () => forge(other)],
    ['a message to another key under our kid', () => forge(other, { header: { ...header, kid } })],
    ['SHA-1 padding announced as SHA-256', () => made({ oaepHash: 'sha1' })],
    ['SHA-256 padding announced as SHA-1', () => withHeader({ alg: 'RSA-OAEP' })],
    ['a content key of 16 bytes', () => made({ contentKey: randomBytes(16) })],
    ['a content key of 31 bytes', () => made({ contentKey: randomBytes(31) })],
    ['a content key of 64 bytes', () => made({ contentKey: randomBytes(64) })],
    ['an encrypted key of 255 bytes', () => made({ wrappedKey: randomBytes(255) })],
    ['an encrypted key of 384 bytes', () => made({ wrappedKey: randomBytes(384) })],
    ['a changed encrypted key', () => part(made(), 1, flip)],
    ['a changed IV', () => part(made(), 2, flip)],
    ['a changed ciphertext', () => part(made(), 3, flip)],
    ['a changed tag', () => part(made(), 4, flip)],
    ['a header from another message', () => part(made(), 0, () => withHeader({ kid }).split('.')[0]!)],
    ['additional data that is not the header', () => made({ additionalData: Buffer.from('x') })],
  ];

  it.each(causes)('%s', async (_name, token) => {
    await refused(token(), 'CANT_DECRYPT_PAYLOAD');
  });

  it('AN-30 answers every cause with the same words and the same members', async () => {
    const answers = await Promise.all(
      causes.map(async ([, token]) =>
        decryptMessage(token(), ring).then(
          () => 'decrypted',
          (error: unknown) => JSON.stringify(error, ['name', 'kind', 'code', 'details', 'message']),
        ),
      ),
    );
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain('CANT_DECRYPT_PAYLOAD');
  });

  it('AN-30 tells a silent key service apart: the caller may try again', async () => {
    const silent: KeyRing = {
      current: () => ring.current(),
      unwrap: () => Promise.reject(new TemporarilyUnavailable()),
    };
    await expect(decryptMessage(made(), silent)).rejects.toMatchObject({ code: 'temporarily_unavailable' });
  });
});

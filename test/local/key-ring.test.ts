import { constants, createPublicKey, publicEncrypt } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { KeyWrapAlgorithm } from '../../functions/kernel/platform/platform.ts';
import { localKeyRing } from '../../local/key-ring.ts';

const contentKey = Buffer.alloc(32, 7);
const wrap = (spki: Uint8Array, algorithm: KeyWrapAlgorithm): Buffer =>
  publicEncrypt(
    {
      key: createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' }),
      padding: constants.RSA_PKCS1_OAEP_PADDING,
      oaepHash: algorithm === 'RSA-OAEP' ? 'sha1' : 'sha256',
    },
    contentKey,
  );

describe('the local key ring', () => {
  it.each(['RSA-OAEP-256', 'RSA-OAEP'] as const)('AN-16 unwraps %s by its name and by default', async (algorithm) => {
    const ring = localKeyRing('one');
    const { kid, spki } = await ring.current();
    const ciphertext = wrap(spki, algorithm);
    expect(kid).toBe('one');
    expect(await ring.unwrap({ kid: 'one', algorithm, ciphertext })).toEqual(contentKey);
    expect(await ring.unwrap({ kid: undefined, algorithm, ciphertext })).toEqual(contentKey);
  });

  it('AN-16 accepts the older key after a rotation, publishes the new one, and forgets a revoked one', async () => {
    const ring = localKeyRing('one');
    const first = await ring.current();
    ring.rotate('two');
    const second = await ring.current();
    const old = { kid: 'one', algorithm: 'RSA-OAEP-256', ciphertext: wrap(first.spki, 'RSA-OAEP-256') } as const;
    expect(second.kid).toBe('two');
    expect(Buffer.from(second.spki).equals(Buffer.from(first.spki))).toBe(false);
    expect(await ring.unwrap(old)).toEqual(contentKey);
    expect(await ring.unwrap({ ...old, kid: undefined })).toBeUndefined();
    ring.revoke('one');
    expect(await ring.unwrap(old)).toBeUndefined();
  });

  it('AN-16 answers undefined for an unknown name and for what no key made', async () => {
    const ring = localKeyRing('one');
    const { spki } = await ring.current();
    const ciphertext = wrap(spki, 'RSA-OAEP-256');
    expect(await ring.unwrap({ kid: 'two', algorithm: 'RSA-OAEP-256', ciphertext })).toBeUndefined();
    expect(await ring.unwrap({ kid: 'one', algorithm: 'RSA-OAEP', ciphertext })).toBeUndefined();
    expect(await ring.unwrap({ kid: 'one', algorithm: 'RSA-OAEP-256', ciphertext: Buffer.alloc(7) })).toBeUndefined();
  });
});

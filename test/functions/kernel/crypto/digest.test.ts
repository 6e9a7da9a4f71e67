import { expect, test } from 'vitest';
import { digest } from '../../../../functions/kernel/crypto/digest.ts';

test('a digest is SHA-256 in hex, of bytes and of their text alike', () => {
  const known = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
  expect([digest('abc'), digest(Buffer.from('abc'))]).toEqual([known, known]);
});

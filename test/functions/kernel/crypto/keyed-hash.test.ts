import { describe, expect, it } from 'vitest';
import { keyedHash, sameHash } from '../../../../functions/kernel/crypto/keyed-hash.ts';

describe('keyed hashes', () => {
  it('are the same for the same pepper, text and purpose, and are 64 hex digits', () => {
    expect(keyedHash('pepper', 'text')).toBe(keyedHash('pepper', 'text'));
    expect(keyedHash('pepper', 'text')).toMatch(/^[0-9a-f]{64}$/);
  });

  it('differ by pepper, text and purpose', () => {
    const hashes = [
      keyedHash('pepper', 'text'),
      keyedHash('other', 'text'),
      keyedHash('pepper', 'text '),
      keyedHash('pepper', 'text', 'phone'),
      keyedHash('pepper', '', 'text'),
    ];
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it('compare in constant time, and different lengths are unequal', () => {
    const hash = keyedHash('pepper', 'text');
    expect(sameHash(hash, keyedHash('pepper', 'text'))).toBe(true);
    expect(sameHash(hash, keyedHash('pepper', 'texu'))).toBe(false);
    expect(sameHash(hash, hash.slice(1))).toBe(false);
    expect(sameHash('', '')).toBe(true);
  });
});

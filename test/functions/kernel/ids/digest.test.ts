import { describe, expect, it } from 'vitest';
import { digestOf } from '../../../../functions/kernel/ids/digest.ts';

describe('A digest of facts', () => {
  it('is the same for the same facts, as long as asked', () => {
    expect(digestOf(['a', 'b'])).toMatch(/^[0-9a-f]{64}$/u);
    expect(digestOf(['a', 'b'], 36)).toBe(digestOf(['a', 'b']).slice(0, 36));
  });

  it('knows where one fact ends and the next begins, and their order', () => {
    const digests = [['ab', 'c'], ['a', 'bc'], ['abc'], ['c', 'ab'], ['a","b'], ['a', 'b']].map((facts) =>
      digestOf(facts),
    );
    expect(new Set(digests).size).toBe(digests.length);
  });
});

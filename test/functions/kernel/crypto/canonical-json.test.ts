import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fingerprint } from '../../../../functions/kernel/crypto/canonical-json.ts';

describe('fingerprints of requests', () => {
  it('domain 2.12 are equal however members are ordered, spaced or absent', () => {
    const first = fingerprint(JSON.parse('{"b":[1,{"y":2,"x":"é"}],"a":null}'));
    expect(fingerprint({ a: null, b: [1, { x: 'é', y: 2 }], c: undefined })).toBe(first);
  });

  it('domain 2.12 have a fixed form, so that a release does not forget keys in flight', () => {
    expect(fingerprint({ b: 1, a: ['x', true, null, 1.5], ä: { z: 0 } })).toBe(
      createHash('sha256').update('{"a":["x",true,null,1.5],"b":1,"ä":{"z":0}}').digest('hex'),
    );
  });

  it('domain 2.12 differ for different values', () => {
    const values = [
      null,
      false,
      0,
      1,
      '',
      '0',
      'null',
      [],
      {},
      [[]],
      [null],
      { a: null },
      { a: 1 },
      { a: '1' },
      [1, 2],
      [2, 1],
      '[]',
    ];
    expect(new Set(values.map(fingerprint)).size).toBe(values.length);
  });

  it('domain 2.12 take a bigint for the integer it stands for', () => {
    expect(fingerprint({ amount: 9_007_199_254_740_991n })).toBe(fingerprint({ amount: 9_007_199_254_740_991 }));
  });

  it('domain 2.12 survive a round trip through JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(fingerprint(JSON.parse(JSON.stringify(value)))).toBe(fingerprint(value));
      }),
      { numRuns: 300, seed: 20_261_121 },
    );
  });

  it.each([
    ['an instance', new Map()],
    ['a date', new Date(0)],
    ['NaN', Number.NaN],
    ['infinity', Number.POSITIVE_INFINITY],
    ['a function', () => 1],
    ['undefined', undefined],
    ['a symbol', Symbol('x')],
  ])('domain 2.12 refuse %s, which cannot be compared', (_name, value) => {
    expect(() => fingerprint(value)).toThrow(TypeError);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseStrictJson } from '../../../../functions/kernel/crypto/strict-json.ts';

const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
const fault = (source: string | Uint8Array): unknown => {
  try {
    return { parsed: parseStrictJson(source) };
  } catch (error) {
    return error;
  }
};

describe('strict JSON', () => {
  it('reads every JSON value as JSON.parse does', () => {
    const json = fc.json({ maxDepth: 3 });
    fc.assert(
      fc.property(json, (text) => {
        fc.pre(!text.includes(String.raw`\u0000`) && !text.includes('__proto__'));
        expect(parseStrictJson(text)).toEqual(JSON.parse(text));
      }),
      { numRuns: 300, seed: 20_261_121 },
    );
  });

  it('reads spaces, escapes, pairs of surrogates and every form of number', () => {
    const text = String.raw` { "a" : [ -0.5e-3 , 12 , true , false , null , {} , [] ] , "b\n" : "\u20ac\ud83d\ude00/" } `;
    expect(parseStrictJson(text)).toEqual({ a: [-0.0005, 12, true, false, null, {}, []], 'b\n': '€😀/' });
  });

  it('refuses what JSON.parse refuses, for any text', () => {
    const almostJson = fc.string({ unit: fc.constantFrom(...Array.from('{}[]",:\\u0e-1.tnfal \t')), maxLength: 24 });
    fc.assert(
      fc.property(almostJson, (text) => {
        let accepted = true;
        try {
          JSON.parse(text);
        } catch {
          accepted = false;
        }
        const strict = fault(text);
        expect(strict instanceof Error || accepted).toBe(true);
      }),
      { numRuns: 2000, seed: 20_261_121 },
    );
  });

  it('reads 32 levels and refuses 33', () => {
    expect(parseStrictJson(nested(32))).toBeInstanceOf(Array);
    expect(fault(nested(33))).toMatchObject({
      kind: 'invalid',
      code: 'malformed_json',
      details: { members: { position: 32 } },
    });
  });

  it('reads UTF-8 bytes', () => {
    expect(parseStrictJson(Buffer.from('{"name":"Łódź"}'))).toEqual({ name: 'Łódź' });
  });

  it('answers 256 KB of opening brackets and of one long string within a second', () => {
    const startedAt = performance.now();
    expect(fault('['.repeat(262_144))).toMatchObject({ code: 'malformed_json' });
    expect(parseStrictJson(`"${'x'.repeat(262_142)}"`)).toHaveLength(262_142);
    expect(performance.now() - startedAt).toBeLessThan(1000);
  });

  it.each([
    ['a duplicate member', '{"a":1,"a":2}', 7],
    ['an escaped duplicate', String.raw`{"a":1,"\u0061":2}`, 7],
    ['a duplicate deep inside', '{"a":{"b":1,"b":1}}', 12],
    ['a prototype member', '{"__proto__":{"admin":true}}', 1],
    ['an escaped prototype member', String.raw`{"\u005f_proto__":1}`, 1],
    ['half a surrogate pair', String.raw`["\ud800"]`, 1],
    ['a swapped surrogate pair', String.raw`"\ude00\ud83d"`, 0],
    ['a raw half surrogate', '"\ud800"', 0],
    ['an escaped NUL', String.raw`["a\u0000"]`, 1],
    ['a raw NUL', '"\0"', 0],
    ['a byte-order mark', '\uFEFF{}', 0],
    ['nothing', '', 0],
    ['only spaces', '  ', 2],
    ['a number beyond the range', '[1e999]', 1],
    ['a leading zero', '01', 1],
    ['a plus sign', '+1', 0],
    ['NaN', 'NaN', 0],
    ['a comment', '{}//', 2],
    ['a trailing comma in an array', '[1,]', 3],
    ['a trailing comma in an object', '{"a":1,}', 7],
    ['single quotes', "{'a':1}", 1],
    ['an unfinished string', '"abc', 0],
    ['a raw line break in a string', '"a\nb"', 0],
    ['a bad escape', String.raw`"\x41"`, 0],
    ['an unfinished object', '{"a":1', 6],
    ['an unfinished array', '[1', 2],
    ['two values', '1 2', 2],
    ['a missing colon', '{"a" 1}', 5],
    ['a no-break space', '\u00a01', 0],
    ['1,001 members', `{${Array.from({ length: 1001 }, (_, n) => `"m${String(n)}":0`).join(',')}}`, 8891],
  ])('refuses %s and says where', (_name, text, position) => {
    expect(fault(text)).toMatchObject({ kind: 'invalid', code: 'malformed_json', details: { members: { position } } });
  });

  it.each([
    ['overlong', [0x22, 0xc0, 0xaf, 0x22]],
    ['truncated', [0x22, 0xe2, 0x82, 0x22]],
    ['UTF-16', [0xff, 0xfe, 0x7b, 0x00]],
    ['with a byte-order mark', [0xef, 0xbb, 0xbf, 0x7b, 0x7d]],
  ])('refuses bytes that are %s', (_name, bytes) => {
    expect(fault(Uint8Array.from(bytes))).toMatchObject({ code: 'malformed_json' });
  });

  it('never repeats what it was given', () => {
    expect(String(fault('{"pan":"5555555555554444","pan":1'))).not.toContain('5555');
  });
});

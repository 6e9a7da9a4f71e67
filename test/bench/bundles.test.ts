import { describe, expect, it } from 'vitest';
import { loadedBytes } from '../../bench/bundles.ts';

const metafile = {
  outputs: {
    'out/a/index.mjs': { bytes: 10, imports: [{ path: 'out/x.mjs' }, { path: 'node:crypto', external: true }] },
    'out/b/index.mjs': { bytes: 5, imports: [] },
    'out/x.mjs': { bytes: 100, imports: [{ path: 'out/y.mjs' }, { path: 'out/z.mjs' }] },
    'out/y.mjs': { bytes: 1000, imports: [{ path: 'out/z.mjs' }] },
    'out/z.mjs': { bytes: 10_000, imports: [{ path: 'out/x.mjs' }] },
  },
};

describe('The size of a function', () => {
  it('is that of everything it loads, each once', () => {
    expect(loadedBytes(metafile, 'out/a/index.mjs')).toBe(11_110);
    expect(loadedBytes(metafile, 'out/b/index.mjs')).toBe(5);
  });

  it('is not guessed when the metafile does not know it', () => {
    expect(() => loadedBytes(metafile, 'out/c/index.mjs')).toThrow('the metafile does not list out/c/index.mjs');
  });
});

import { describe, expect, it } from 'vitest';
import { missingOptional, type Lockfile } from '../../scripts/complete-lockfile.ts';
import { read } from './repository.ts';

const lockfile = JSON.parse(read('package-lock.json')) as Lockfile;

describe('The lockfile installs on every machine', () => {
  it('lists every optional platform package (otherwise: node scripts/complete-lockfile.ts)', () => {
    expect(missingOptional(lockfile).map(({ name }) => name)).toEqual([]);
  });

  it('asks for what package.json asks for', () => {
    const manifest = JSON.parse(read('package.json')) as Record<string, unknown>;
    const locked = (lockfile.packages[''] ?? {}) as Record<string, unknown>;
    for (const kind of ['dependencies', 'devDependencies', 'optionalDependencies']) {
      expect(locked[kind]).toEqual(manifest[kind]);
    }
  });
});

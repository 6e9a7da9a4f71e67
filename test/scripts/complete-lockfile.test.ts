import { describe, expect, it } from 'vitest';
import { complete, missingOptional, type Lockfile } from '../../scripts/complete-lockfile.ts';

const tool = {
  version: '2.0.0',
  dev: true,
  optionalDependencies: { 'tool-darwin-arm64': '2.0.0', '@tool/linux-x64-musl': '2.0.0' },
};
const present = { version: '2.0.0', dev: true, optional: true, os: ['linux'], cpu: ['x64'], libc: ['musl'] };

const incomplete: Lockfile = { packages: { '': {}, 'node_modules/tool': tool } };

describe('Completing the lockfile', () => {
  it('adds a platform package that npm left out, as its platform needs it', () => {
    const { packages } = complete(incomplete);
    expect(packages['node_modules/tool-darwin-arm64']).toEqual({
      version: '2.0.0',
      cpu: ['arm64'],
      dev: true,
      optional: true,
      os: ['darwin'],
    });
    expect(packages['node_modules/@tool/linux-x64-musl']).toEqual(present);
  });

  it('changes nothing in a complete lockfile', () => {
    const whole = complete(incomplete);
    expect(complete(whole)).toEqual(whole);
    expect(missingOptional(whole)).toEqual([]);
  });

  it('finds packages where Node would: beside the one that asks, or above it', () => {
    const nested = {
      'node_modules/a/node_modules/tool': tool,
      'node_modules/a/node_modules/tool-darwin-arm64': present,
    };
    const missing = missingOptional({ packages: { ...nested, 'node_modules/@tool/linux-x64-musl': present } });
    expect(missing).toEqual([]);
  });

  it('refuses to guess the platform of a package whose name does not tell it', () => {
    const odd = { version: '1.0.0', optionalDependencies: { extras: '1.0.0' } };
    expect(() => complete({ packages: { 'node_modules/odd': odd } })).toThrow('extras@1.0.0');
  });
});

import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { files, filesMatching, linesMatching, read } from './repository.ts';

const code = filesMatching(/\.(?:ts|mjs|py)$/u);
const text = files.filter(
  (file) => !/\.(?:png|jpg|svg|ico|woff2?|pem|zip)$/u.test(file) && file !== 'package-lock.json',
);
const ownText = text.filter((file) => !file.startsWith('test/architecture/'));

describe('Rooms stay small and findable', () => {
  it('has no code file over 300 lines', () => {
    const long = code.filter((file) => read(file).split('\n').length > 301);
    expect(long).toEqual([]);
  });

  it('has no handler over 40 lines: it wires one operation and decides nothing', () => {
    const long = filesMatching(/^functions\/.+\/handler\.ts$/u).filter((file) => read(file).split('\n').length > 41);
    expect(long).toEqual([]);
  });

  it('names files and folders in kebab-case', () => {
    const kebab = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)*$/u;
    const python = /^(?:[a-z0-9]+_)*[a-z0-9]+\.py$/u;
    const folders = /^(?:bin|lib|functions|local|test|bench|scripts|console)\//u;
    const odd = files
      .filter((file) => folders.test(file))
      .filter(
        (file) => !file.split('/').every((part) => kebab.test(part) || python.test(part) || part === 'README.md'),
      );
    expect(odd).toEqual([]);
  });

  it('has no folder that says nothing about what is in it', () => {
    const vague = /(?:^|\/)(?:utils?|helpers?|common|types?|services?|misc|shared|models?)\//u;
    expect(filesMatching(vague)).toEqual([]);
  });

  it('has no barrel: an index.ts, or a file that only passes on what others define', () => {
    const passesOn = (file: string): boolean => {
      const statements = read(file)
        .replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gmu, '')
        .split(';')
        .map((statement) => statement.trim())
        .filter((statement) => statement !== '');
      return statements.length > 0 && statements.every((statement) => /^export\s[^;]*\sfrom\s/u.test(statement));
    };
    const barrels = code
      .filter((file) => file.endsWith('.ts') && !file.endsWith('/operations.ts'))
      .filter((file) => path.basename(file) === 'index.ts' || passesOn(file))
      // The entry file of a function that a fixture deploys has to have this name.
      .filter((file) => !/\/fixtures\/[^/]+\/index\.ts$/u.test(file));
    expect(barrels).toEqual([]);
  });
});

describe('Nothing ties the repository to one machine', () => {
  it('names no absolute path of a home or work folder', () => {
    const machine = /(?<![\w.$}~-])\/(?:work|root|home|Users)\/\w|file:\/\/\/\w/u;
    expect(ownText.flatMap((file) => linesMatching(file, machine))).toEqual([]);
  });

  it('names no package registry', () => {
    const registry = /registry\.(?:npmjs|yarnpkg)|(?:^|[/@.])pypi\.|index-url|registry\s*=\s*http|"resolved":/u;
    expect([...ownText, 'package-lock.json'].flatMap((file) => linesMatching(file, registry))).toEqual([]);
  });
});

describe('Exceptions are explained', () => {
  it('gives a reason with every lint directive, after it or in a comment above it', () => {
    const directive = /(?:\/\/|\/\*)\s*eslint-disable/u;
    const silent = code.flatMap((file) => {
      const lines = read(file).split('\n');
      return lines.flatMap((line, index) => {
        const explained = /\s--\s\S/u.test(line) || /^\s*(?:\/\/|\*|\/\*)/u.test(lines[index - 1] ?? '');
        return directive.test(line) && !explained ? [`${file}:${String(index + 1)}`] : [];
      });
    });
    expect(silent).toEqual([]);
  });

  it('gives a reason with every expected type error and never ignores one', () => {
    const silent = code.flatMap((file) => linesMatching(file, /@ts-(?:ignore|nocheck)|@ts-expect-error\s*$/u));
    expect(silent.filter((place) => !place.startsWith('test/architecture/'))).toEqual([]);
  });

  it('leaves no note of unfinished work behind', () => {
    // In quotes it is the currency of nowhere (ISO 4217).
    const note = /\b(?:TODO|FIXME|HACK)\b|(?<!')\bXXX\b/u;
    expect(ownText.flatMap((file) => linesMatching(file, note))).toEqual([]);
  });

  it('gives every mocked client back: test files share a process', () => {
    const kept = filesMatching(/^test\/.+\.test\.ts$/u).flatMap((file) =>
      [...read(file).matchAll(/^const (\w+) = mockClient\(/gmu)]
        .map(([, name = '']) => name)
        .filter((name) => !read(file).includes(`${name}.restore()`))
        .map((name) => `${file}: ${name}`),
    );
    expect(kept).toEqual([]);
  });

  it('skips no test and runs none alone', () => {
    const marker = /\b(?:it|test|describe)\.(?:skip|only|todo)\b/u;
    expect(filesMatching(/\.test\.ts$/u).flatMap((file) => linesMatching(file, marker))).toEqual([]);
  });
});

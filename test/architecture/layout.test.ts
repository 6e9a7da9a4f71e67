import { matchesGlob } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testLayout, type TestProjectFiles } from '../support/layout.ts';
import { filesMatching, read } from './repository.ts';

const projects: [string, TestProjectFiles][] = Object.entries(testLayout);

const projectsOf = (file: string): string[] =>
  projects
    .filter(([, { include, exclude }]) => {
      const matches = (glob: string): boolean => matchesGlob(file, glob);
      return include.some(matches) && !exclude.some(matches);
    })
    .map(([name]) => name);

const testFiles = filesMatching(/\.test\.ts$/u);

describe('Every test runs, once', () => {
  it('puts each test file into exactly one project', () => {
    const lost = testFiles
      .map((file) => ({ file, projects: projectsOf(file) }))
      .filter((test) => test.projects.length !== 1);
    expect(lost).toEqual([]);
  });

  it('keeps test files below test/', () => {
    expect(testFiles.filter((file) => !file.startsWith('test/'))).toEqual([]);
  });

  it('runs every project but e2e with npm test', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: { test: string; e2e: string } };
    const named = (script: string): string[] =>
      [...script.matchAll(/--project (\S+)/gu)].map((match) => match[1] ?? '');
    expect([...named(scripts.test), ...named(scripts.e2e)].sort()).toEqual(projects.map(([name]) => name).sort());
  });

  it('tests nothing that is gone: a mirrored test has its source', () => {
    const mirrored = testFiles.filter((file) => /^test\/(?:functions|lib|local)\//u.test(file));
    const orphans = mirrored.filter((file) => {
      const folder = file.slice('test/'.length).split('/').slice(0, -1).join('/');
      return filesMatching(new RegExp(`^${folder}/`, 'u')).length === 0;
    });
    expect(orphans).toEqual([]);
  });
});

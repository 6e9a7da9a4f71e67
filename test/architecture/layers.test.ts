import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { folderLayers, packageLayers } from '../../scripts/layers/repository-layers.ts';
import { subdomainLayers } from '../../scripts/layers/subdomain-layers.ts';
import { allowedImports, forbiddenImports, type PlantedImport } from './planted-imports.ts';
import { root } from './repository.ts';

interface Violation {
  readonly from: string;
  readonly rule: { readonly name: string };
}

const rules = [...subdomainLayers, ...folderLayers, ...packageLayers];

/** Writes a small repository in which each planted file has one import, and what it imports exists. */
const plant = async (folder: string, imports: readonly PlantedImport[]): Promise<void> => {
  const write = async (file: string, text: string): Promise<void> => {
    const target = path.join(folder, file);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, text);
  };
  const packages = ['zod', 'temporal-polyfill', '@aws-sdk/client-kms', '@aws-lambda-powertools/logger', 'aws-cdk-lib'];
  const dependencies = Object.fromEntries(packages.map((name) => [name, '1.0.0']));
  await write('package.json', JSON.stringify({ type: 'module', dependencies, devDependencies: { esbuild: '1.0.0' } }));
  await write('tsconfig.json', '{}');
  for (const name of [...packages, 'esbuild', 'undeclared']) {
    await write(`node_modules/${name}/package.json`, JSON.stringify({ name, main: 'index.js' }));
    await write(`node_modules/${name}/index.js`, 'export const it = 1;');
  }
  for (const { imports: imported } of imports) {
    if (imported.endsWith('.ts')) await write(imported, 'export const it = 1;\nexport type It = 1;\n');
  }
  for (const { file, imports: imported, typeOnly } of imports) {
    const local = imported.endsWith('.ts') || imported.startsWith('.');
    const relative = path.relative(path.dirname(file), imported);
    const specifier =
      local && !imported.startsWith('.') ? (relative.startsWith('.') ? relative : `./${relative}`) : imported;
    const clause = typeOnly === true ? 'import type { It }' : 'import { it }';
    await write(file, `${clause} from '${specifier}';\nexport const it = 1;\nexport type It = 1;\n`);
  }
};

const cruise = async (folder: string): Promise<Violation[]> => {
  const program = path.join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const config = path.join(root, '.dependency-cruiser.mjs');
  const options = ['--config', config, '--output-type', 'json', '{bin,lib,functions,local,bench,scripts,test}/**/*.ts'];
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...options], {
    cwd: folder,
    timeout: 60_000,
  });
  const report = JSON.parse(stdout) as { summary: { violations: Violation[] } };
  return report.summary.violations;
};

describe('The layer rules', () => {
  let parent = '';
  let caught: Violation[] = [];
  let falselyCaught: Violation[] = [];

  beforeAll(async () => {
    parent = await mkdtemp(path.join(tmpdir(), 'nodal-layers-'));
    const forbidden = path.join(parent, 'forbidden');
    const allowed = path.join(parent, 'allowed');
    await plant(forbidden, Object.values(forbiddenImports));
    await plant(allowed, allowedImports);
    [caught, falselyCaught] = await Promise.all([cruise(forbidden), cruise(allowed)]);
  });

  afterAll(async () => {
    await rm(parent, { recursive: true, force: true });
  });

  it.each(rules.map((rule) => [rule.name, rule]))('%s says why it exists', (_, rule) => {
    expect(rule.comment.split(' ').length).toBeGreaterThan(8);
  });

  it('has a planted violation for every rule', () => {
    expect(Object.keys(forbiddenImports).sort()).toEqual(rules.map((rule) => rule.name).sort());
  });

  it.each(Object.entries(forbiddenImports))('%s catches its planted violation', (name, { file }) => {
    const by = caught.filter(({ from }) => from === file).map(({ rule }) => rule.name);
    expect(by).toContain(name);
  });

  it('lets through what an operation, an adapter, a stack and the local platform need', () => {
    expect(falselyCaught.map(({ from, rule }) => `${rule.name}: ${from}`)).toEqual([]);
  });
});

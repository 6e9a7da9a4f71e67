import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import type { Blueprint } from './blueprint.ts';
import { blueprintFrom } from './blueprint.ts';
import type { Template } from './template.ts';
import { templateSchema } from './template.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const cacheFolder = join(root, '.local', 'synthesized');

/** Everything that a template can depend on. */
const sources = [
  'lib/**/*.ts',
  'functions/*/operations.ts',
  'functions/*/*/declaration.ts',
  'functions/*/domain/*.ts',
  'functions/kernel/**/*.ts',
  'package-lock.json',
];

const fingerprint = (): string => {
  const hash = createHash('sha256');
  for (const path of globSync(sources, { cwd: root }).toSorted()) {
    hash
      .update(path)
      .update('\0')
      .update(readFileSync(join(root, path)))
      .update('\0');
  }
  return hash.digest('hex').slice(0, 32);
};

/** Synthesizes the stage `local` in this process, definitions only: nothing is bundled. */
const synthesize = async (): Promise<readonly Template[]> => {
  // Loaded only when it is needed: the CDK is slower to load than the rest of the platform.
  const { buildApp } = await import('../../lib/app.ts');
  const outdir = mkdtempSync(join(tmpdir(), 'nodal-synth-'));
  try {
    const assembly = buildApp({ stage: 'local', bundle: false, outdir }).synth();
    return assembly.stacksRecursively.map(({ template }) => templateSchema.parse(template));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
};

const cached = z.array(templateSchema);

/**
 * The blueprint of the synthesized app. The templates are kept under the fingerprint of everything they are made of,
 * so that only the first start after a change waits for the CDK.
 */
export const loadBlueprint = async (): Promise<Blueprint> => {
  const file = join(cacheFolder, `${fingerprint()}.json`);
  if (existsSync(file)) return blueprintFrom(cached.parse(JSON.parse(readFileSync(file, 'utf8'))));
  const templates = await synthesize();
  // What is there belongs to older sources.
  rmSync(cacheFolder, { recursive: true, force: true });
  mkdirSync(cacheFolder, { recursive: true });
  writeFileSync(`${file}.${process.pid}`, JSON.stringify(templates));
  renameSync(`${file}.${process.pid}`, file);
  return blueprintFrom(templates);
};

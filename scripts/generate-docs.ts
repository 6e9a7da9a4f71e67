import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './docs/catalog.ts';
import type { Pages } from './docs/pages.ts';
import { renderPages } from './docs/pages.ts';

/**
 * `npm run docs`: writes docs/reference from the declarations. With `--check` it writes nothing and fails with the
 * list of files that are stale, missing or left over.
 */
const folder = path.join(root, 'docs/reference');

const stored = (file: string): string | undefined => {
  try {
    return readFileSync(path.join(folder, file), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
};

const leftOver = (pages: Pages): readonly string[] =>
  globSync('**/*.*', { cwd: folder })
    .map((file) => file.split(path.sep).join('/'))
    .filter((file) => !pages.has(file))
    .sort();

const check = (pages: Pages): void => {
  const stale = [...pages].filter(([file, text]) => stored(file) !== text).map(([file]) => file);
  const wrong = [...stale, ...leftOver(pages).map((file) => `${file} (nothing generates it)`)];
  if (wrong.length === 0) return;
  console.error(`Stale below docs/reference; run \`npm run docs\`:\n${wrong.map((file) => `  ${file}`).join('\n')}`);
  process.exitCode = 1;
};

const write = (pages: Pages): void => {
  for (const file of leftOver(pages)) rmSync(path.join(folder, file));
  for (const [file, text] of pages) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    if (stored(file) !== text) writeFileSync(path.join(folder, file), text);
  }
  console.log(`docs/reference: ${String(pages.size)} files are up to date.`);
};

const pages = await renderPages();
if (process.argv.includes('--check')) check(pages);
else write(pages);

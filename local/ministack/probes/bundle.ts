import path from 'node:path';
import { build } from 'esbuild';

const fixtures = path.join(import.meta.dirname, '../fixtures');

/** Packages in CommonJS inside the SDK call `require` for Node's own modules. */
const requireBanner = `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);`;

/** The probes' own handlers, bundled the way the platform's are: ES modules that share chunks. */
export async function bundleFixtures(): Promise<Record<string, Uint8Array>> {
  const { outputFiles } = await build({
    entryPoints: ['describe-call', 'forward-message'].map((name) => path.join(fixtures, name, 'index.ts')),
    outbase: fixtures,
    outdir: fixtures,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    banner: { js: requireBanner },
    write: false,
  });
  return Object.fromEntries(outputFiles.map(({ path: file, contents }) => [path.relative(fixtures, file), contents]));
}

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import { bundleSubdomain } from '../lib/bundling.ts';
import type { Subdomain } from '../lib/subdomains.ts';
import { kebab } from '../functions/kernel/operation/declaration.ts';

/** The part of esbuild's metafile that sizes are read from. */
const metafileSchema = z.object({
  outputs: z.record(
    z.string(),
    z.object({ bytes: z.number(), imports: z.array(z.object({ path: z.string(), external: z.boolean().optional() })) }),
  ),
});

export type Metafile = z.output<typeof metafileSchema>;

/** Bytes of everything that Lambda loads for an entry: the entry and all chunks that it leads to, each once. */
export const loadedBytes = ({ outputs }: Metafile, entry: string): number => {
  const seen = new Set<string>();
  const visit = (path: string): number => {
    const output = outputs[path];
    if (output === undefined) throw new Error(`the metafile does not list ${path}`);
    if (seen.has(path)) return 0;
    seen.add(path);
    const inner = output.imports.filter(({ external }) => external !== true);
    return inner.reduce((sum, { path: next }) => sum + visit(next), output.bytes);
  };
  return visit(entry);
};

export interface FunctionBundle {
  readonly operationId: string;
  readonly bytes: number;
  /** Best of two loads in a process of its own, above an empty module's. */
  readonly loadMs: number;
}

const loads = 2;

const timeOf = (url: string): number => {
  const script = `const t = performance.now(); await import(${JSON.stringify(url)}); console.log(performance.now() - t);`;
  const run = (): number =>
    Number(execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }));
  return Math.min(...Array.from({ length: loads }, run));
};

const entryIn = (metafile: Metafile, operationId: string): string => {
  const found = Object.keys(metafile.outputs).find((path) => path.endsWith(`/${kebab(operationId)}/index.mjs`));
  if (found === undefined) throw new Error(`${operationId} has no bundle`);
  return found;
};

const measureSubdomain = (subdomain: Subdomain, outdir: string): readonly FunctionBundle[] => {
  bundleSubdomain({ outdir, stackName: subdomain.name, subdomain });
  const metafile = metafileSchema.parse(
    JSON.parse(readFileSync(join(outdir, 'bundles', `${subdomain.name}.meta.json`), 'utf8')),
  );
  const empty = timeOf('data:text/javascript,');
  return subdomain.operations.map(({ operationId }) => {
    const file = join(outdir, 'bundles', subdomain.name, kebab(operationId), 'index.mjs');
    return {
      operationId,
      bytes: loadedBytes(metafile, entryIn(metafile, operationId)),
      loadMs: Math.max(0, timeOf(pathToFileURL(file).href) - empty),
    };
  });
};

/** Bundles every function as the deployment does, and loads each in a process of its own. */
export const measureBundles = (subdomains: readonly Subdomain[]): readonly FunctionBundle[] => {
  const outdir = mkdtempSync(join(tmpdir(), 'nodal-bench-'));
  try {
    return subdomains.flatMap((subdomain) => measureSubdomain(subdomain, outdir));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
};

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import { bundleSubdomain } from '../lib/bundling.ts';
import type { Subdomain } from '../lib/subdomains.ts';
import type { Benchmark } from './benchmark.ts';
import type { Figures } from './gate.ts';
import { kebab } from '../functions/kernel/operation/declaration.ts';

/** The part of esbuild's metafile that sizes are read from. */
const metafileSchema = z.object({
  outputs: z.record(
    z.string(),
    z.object({ bytes: z.number(), imports: z.array(z.object({ path: z.string(), external: z.boolean().optional() })) }),
  ),
});

type Metafile = z.output<typeof metafileSchema>;

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

interface FunctionBundle {
  readonly operationId: string;
  readonly bytes: number;
  /** Best load in a process of its own. */
  readonly loadMs: number;
  readonly emptyMs: number;
}

/** Functions that somebody waits for: measured by more loads, and each with gates of its own. */
const watched: ReadonlySet<string> = new Set(['decideAuthorization', 'receiveIssuerEvent']);

const timeOf = (file: string): number => {
  const url = JSON.stringify(pathToFileURL(file).href);
  // Lambda's own runtime speaks HTTP with its service before any handler is loaded.
  const script = `await import('node:http'); const t = performance.now(); await import(${url}); console.log(performance.now() - t);`;
  return Number(execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }));
};

const entryIn = (metafile: Metafile, operationId: string): string => {
  const found = Object.keys(metafile.outputs).find((path) => path.endsWith(`/${kebab(operationId)}/index.mjs`));
  if (found === undefined) throw new Error(`${operationId} has no bundle`);
  return found;
};

const enoughMs = 500;

/** Best of two loads, and of at most six while all of them met a busy moment. */
const bestLoad = (file: string): number => {
  let found = Math.min(timeOf(file), timeOf(file));
  for (let more = 0; more < 4 && found > enoughMs; more += 1) found = Math.min(found, timeOf(file));
  return found;
};

const best = (times: readonly number[]): number => Math.min(...times);

interface Load {
  readonly loadMs: number;
  readonly emptyMs: number;
}

const turns = 11;
const mostTurns = 33;
/** What B7 allows, less a tenth. */
const watchedEnoughMs = 50;

/**
 * The function and an empty module in turns, so that a busy moment meets both: best of eleven, and of at most thirty-three
 * while all of them met one. What became slower is slow in each.
 */
const loadInTurns = (file: string, empty: string): Load => {
  const found: Load[] = [];
  const bestOf = (): Load => ({
    loadMs: best(found.map(({ loadMs }) => loadMs)),
    emptyMs: best(found.map(({ emptyMs }) => emptyMs)),
  });
  while (found.length < turns || (found.length < mostTurns && bestOf().loadMs > watchedEnoughMs)) {
    found.push({ loadMs: timeOf(file), emptyMs: timeOf(empty) });
  }
  return bestOf();
};

const measureSubdomain = (subdomain: Subdomain, outdir: string): readonly FunctionBundle[] => {
  bundleSubdomain({ outdir, stackName: subdomain.name, subdomain });
  const metafile = metafileSchema.parse(
    JSON.parse(readFileSync(join(outdir, 'bundles', `${subdomain.name}.meta.json`), 'utf8')),
  );
  const empty = join(outdir, 'empty.mjs');
  writeFileSync(empty, 'export {};');
  const emptyMs = bestLoad(empty);
  return subdomain.operations.map(({ operationId }) => {
    const file = join(outdir, 'bundles', subdomain.name, kebab(operationId), 'index.mjs');
    const bytes = loadedBytes(metafile, entryIn(metafile, operationId));
    return watched.has(operationId)
      ? { operationId, bytes, ...loadInTurns(file, empty) }
      : { operationId, bytes, loadMs: bestLoad(file), emptyMs };
  });
};

const kilobytes = (bytes: number): number => Math.ceil(bytes / 1024);
const largest = (values: readonly number[]): number => Math.ceil(Math.max(0, ...values));

const figuresOf = (bundles: readonly FunctionBundle[]): Figures => ({
  'largest function: KB': largest(bundles.map(({ bytes }) => kilobytes(bytes))),
  'slowest function to load: ms': largest(bundles.map(({ loadMs, emptyMs }) => loadMs - emptyMs)),
  ...Object.fromEntries(
    bundles
      .filter(({ operationId }) => watched.has(operationId))
      .flatMap(({ operationId, bytes, loadMs, emptyMs }) => [
        [`${operationId}: KB`, kilobytes(bytes)],
        [`${operationId}: load ms`, Math.ceil(loadMs - emptyMs)],
      ]),
  ),
});

const lineOf = ({ operationId, bytes, loadMs, emptyMs }: FunctionBundle): string => {
  const size = `${String(kilobytes(bytes)).padStart(5)} KB`;
  return `${operationId.padEnd(28)} ${size} ${loadMs.toFixed(0).padStart(5)} ms, empty ${emptyMs.toFixed(1)} ms`;
};

/** Bundles every function as the deployment does, and loads each in a process of its own. */
export const bundles = (subdomains: readonly Subdomain[]): Benchmark => ({
  name: 'bundles',
  title: "B6, B7: a function's bundle and the time to load it; the floor is an empty module's",
  run: async () => {
    const outdir = mkdtempSync(join(tmpdir(), 'nodal-bench-'));
    try {
      const measured = subdomains.flatMap((subdomain) => measureSubdomain(subdomain, outdir));
      const bySize = measured.toSorted((left, right) => right.bytes - left.bytes);
      return { figures: figuresOf(measured), lines: bySize.map(lineOf) };
    } finally {
      rmSync(outdir, { recursive: true, force: true });
    }
  },
});

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { BuildOptions, Metafile } from 'esbuild';
import { buildSync } from 'esbuild';
import type { Declaration } from '../functions/kernel/operation/declaration.ts';
import { kebab } from '../functions/kernel/operation/declaration.ts';
import type { Subdomain } from './subdomains.ts';

/** Some packages call `require`, which an ES module does not have. */
const banner = "import{createRequire}from'node:module';const require=createRequire(import.meta.url);";

const repository = join(import.meta.dirname, '..');

/** How every function's code is made. */
export const bundleSettings = {
  absWorkingDir: repository,
  bundle: true,
  splitting: true,
  minify: true,
  sourcemap: true,
  sourcesContent: false,
  metafile: true as const,
  platform: 'node' as const,
  target: 'node24',
  format: 'esm' as const,
  outExtension: { '.js': '.mjs' },
  chunkNames: 'shared/[name]-[hash]',
  // What packages offer as ES modules can be shaken; their CommonJS cannot.
  mainFields: ['module', 'main'],
  // A function's credentials are in its environment.
  alias: { '@aws-sdk/credential-provider-node': join(repository, 'functions/kernel/platform/aws-credentials.ts') },
  banner: { js: banner },
  logLevel: 'warning' as const,
} satisfies BuildOptions;

export interface BundleProps {
  /** Directory of the cloud assembly. */
  readonly outdir: string;
  /** Names the bundle. */
  readonly stackName: string;
  readonly subdomain: Subdomain;
}

const bundleTogether = (outdir: string, operations: readonly Declaration[]): Metafile =>
  buildSync({
    entryPoints: Object.fromEntries(
      operations.map(({ operationId, subdomain }) => [
        `${kebab(operationId)}/index`,
        `functions/${subdomain}/${kebab(operationId)}/handler.ts`,
      ]),
    ),
    outdir,
    ...bundleSettings,
  }).metafile;

/**
 * A provider waits for the answer of a Function URL: it shares nothing. A chunk holds files as the neighbours need them, so
 * `decideAuthorization` would load 10 KB of theirs, in ten files instead of one, and take a seventh more CPU to start.
 */
const sharesNothing = ({ kind }: Declaration): boolean => kind === 'url';

/**
 * Bundles all handlers of a subdomain in one esbuild run: what they share becomes chunks beside them, so a hundred
 * functions take less time than two apart. Only those behind a Function URL have a run of their own. The metafile is kept
 * for the size check.
 */
export const bundleSubdomain = ({ outdir, stackName, subdomain }: BundleProps): lambda.Code => {
  const bundles = join(outdir, 'bundles');
  const bundle = join(bundles, stackName);
  // Chunks of an earlier run would change the asset's hash.
  rmSync(bundle, { recursive: true, force: true });
  mkdirSync(bundle, { recursive: true });
  const together = subdomain.operations.filter((operation) => !sharesNothing(operation));
  const apart = subdomain.operations.filter(sharesNothing).map((operation) => [operation]);
  const runs = [together, ...apart].filter(({ length }) => length > 0).map((run) => bundleTogether(bundle, run));
  const metafile: Metafile = {
    inputs: Object.fromEntries(runs.flatMap(({ inputs }) => Object.entries(inputs))),
    outputs: Object.fromEntries(runs.flatMap(({ outputs }) => Object.entries(outputs))),
  };
  writeFileSync(join(bundles, `${stackName}.meta.json`), JSON.stringify(metafile));
  return lambda.Code.fromAsset(bundle);
};

/** Stands where no code is needed: only the definitions are read. */
export const noCode = (): lambda.Code => lambda.Code.fromInline('export const handler = undefined;');

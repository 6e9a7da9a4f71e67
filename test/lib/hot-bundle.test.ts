import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleSettings } from '../../lib/bundling.ts';

const root = join(import.meta.dirname, '..', '..');
const outdir = mkdtempSync(join(tmpdir(), 'nodal-hot-'));

/** All that the decision on an authorization imports of the kernel, and the balance that it is decided by. */
const probe = [
  ['kernel/operation/url-operation.ts', 'urlOperation'],
  ['kernel/operation/system-context.ts', 'systemContexts'],
  ['kernel/platform/lambda-handler.ts', 'lambdaHandler'],
  ['kernel/platform/aws-hot-table.ts', 'awsHotTable'],
  ['kernel/platform/aws-hot-secrets.ts', 'awsHotSecrets'],
  ['kernel/platform/aws-hot-queues.ts', 'awsHotQueues'],
  ['kernel/platform/aws-fetch.ts', 'awsFetch'],
  ['kernel/persistence/unit-of-work.ts', 'unitOfWork'],
  ['kernel/persistence/provider-reference.ts', '* as references'],
  ['balances/infrastructure/balance-items.ts', 'balanceItem'],
  ['balances/domain/transaction.ts', 'transactionRecord'],
] as const;

const sourceOf = (): string => {
  const imports = probe.map(([file, name]) => {
    const path = JSON.stringify(join(root, 'functions', file));
    return name.startsWith('*') ? `import ${name} from ${path};` : `import { ${name} } from ${path};`;
  });
  const used = probe.map(([, name]) => name.replace('* as ', ''));
  return `${imports.join('\n')}\nexport const handler = [${used.join(', ')}];`;
};

let bytes = 0;
let inputs: readonly string[] = [];

beforeAll(() => {
  const entry = join(outdir, 'probe.ts');
  writeFileSync(entry, sourceOf());
  const { metafile } = buildSync({
    ...bundleSettings,
    entryPoints: [entry],
    outdir: join(outdir, 'bundle'),
    write: false,
  });
  const code = Object.entries(metafile.outputs).filter(([file]) => file.endsWith('.mjs'));
  bytes = code.reduce((sum, [, output]) => sum + output.bytes, 0);
  inputs = code.flatMap(([, output]) => Object.keys(output.inputs));
});

afterAll(() => {
  rmSync(outdir, { recursive: true, force: true });
});

describe('what a function on the hot path loads', () => {
  it('B6 is at most 360 KB, tracing and metrics included', () => {
    expect(inputs.some((file) => file.includes('@aws-lambda-powertools/metrics'))).toBe(true);
    expect(bytes / 1024).toBeLessThan(360);
  });

  it.each(['@aws-sdk/client-', '@aws-sdk/lib-dynamodb', '@smithy/', '/jose/'])('B6 leaves %s out', (name) => {
    expect(inputs.filter((file) => file.includes(name))).toEqual([]);
  });
});

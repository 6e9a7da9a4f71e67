import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleSettings } from '../../lib/bundling.ts';

const outdir = mkdtempSync(join(tmpdir(), 'nodal-hot-'));

let bytes = 0;
let inputs: readonly string[] = [];

beforeAll(() => {
  const { metafile } = buildSync({
    ...bundleSettings,
    entryPoints: ['functions/authorizations/decide-authorization/handler.ts'],
    outdir,
    write: false,
  });
  const code = Object.entries(metafile.outputs).filter(([file]) => file.endsWith('.mjs'));
  bytes = code.reduce((sum, [, output]) => sum + output.bytes, 0);
  inputs = code.flatMap(([, output]) => Object.keys(output.inputs));
});

afterAll(() => {
  rmSync(outdir, { recursive: true, force: true });
});

describe('what the decision on an authorization loads', () => {
  it('B6 is at most 360 KB, tracing and metrics included', () => {
    expect(inputs.some((file) => file.includes('@aws-lambda-powertools/metrics'))).toBe(true);
    expect(bytes / 1024).toBeLessThan(360);
  });

  it.each(['@aws-sdk/client-', '@aws-sdk/lib-dynamodb', '@smithy/', '/jose/', '/standardwebhooks/'])(
    'B6 leaves %s out',
    (name) => {
      expect(inputs.filter((file) => file.includes(name))).toEqual([]);
    },
  );

  it('B6 leaves out the rules that bind collectors only', () => {
    const rules = inputs.filter((file) => file.startsWith('functions/policies/'));
    expect(rules).toContain('functions/policies/emandate-law.ts');
    expect(rules.filter((file) => /upi-network|razorpay-rules|emandate-house/.test(file))).toEqual([]);
  });
});

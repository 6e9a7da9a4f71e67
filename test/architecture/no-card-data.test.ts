import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from './repository.ts';

// The middle of a published test number; the planted tests complete it, so that it never stands here.
const planted = `
import { beforeAll, describe, expect, it } from 'vitest';
const number = ['4111', '1111', '1111', '1111'].join('');
it('prints by console', () => { console.info({ card: { number } }); expect(1).toBe(1); });
it('prints by stream', () => { process.stdout.write(\`{"pan":"\${number}"}\\n\`); expect(1).toBe(1); });
it('prints masked', () => { console.info('411111******1111'); expect(1).toBe(1); });
describe('hooks', () => {
  beforeAll(() => { console.warn(number); });
  it('prints before', () => { expect(1).toBe(1); });
});
`;

/** In the same process, after the other file or before it. */
const plantedToo = planted.replaceAll(/'prints (\w+)/g, "'also prints $1");

const config = (setup: string): string => `
export default { test: { setupFiles: [${JSON.stringify(setup)}], maxWorkers: 1, isolate: false } };
`;

interface Report {
  readonly testResults: readonly { readonly assertionResults: readonly { title: string; status: string }[] }[];
}

const readOutcomes = (file: string): Readonly<Record<string, string>> => {
  const { testResults } = JSON.parse(readFileSync(file, 'utf8')) as Report;
  return Object.fromEntries(
    testResults.flatMap(({ assertionResults }) => assertionResults.map(({ title, status }) => [title, status])),
  );
};

describe('rule 103: a test whose output shows a card number', () => {
  let folder = '';
  let outcomes: Readonly<Record<string, string>> = {};

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'nodal-card-data-'));
    symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
    writeFileSync(path.join(folder, 'planted.test.ts'), planted);
    writeFileSync(path.join(folder, 'planted-too.test.ts'), plantedToo);
    writeFileSync(path.join(folder, 'vitest.config.mjs'), config(path.join(root, 'test/support/no-card-data.ts')));
    const vitest = path.join(root, 'node_modules/vitest/vitest.mjs');
    const options = ['run', '--root', folder, '--reporter=json', '--outputFile=report.json'];
    spawnSync(process.execPath, [vitest, ...options], { cwd: folder, timeout: 60_000, stdio: 'ignore' });
    outcomes = readOutcomes(path.join(folder, 'report.json'));
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(['prints by console', 'prints by stream', 'prints before'])('fails when it %s', (title) => {
    expect([outcomes[title], outcomes[`also ${title}`]]).toEqual(['failed', 'failed']);
  });

  it('passes when only first six and last four are shown', () => {
    expect([outcomes['prints masked'], outcomes['also prints masked']]).toEqual(['passed', 'passed']);
  });
});

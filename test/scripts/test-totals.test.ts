import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

interface Step {
  readonly exitCode: string;
  readonly reports?: readonly string[];
}

const report = (passed: number, failed: number, testResults: unknown[] = []): string =>
  JSON.stringify({ numPassedTests: passed, numFailedTests: failed, testResults });

const program = path.resolve(import.meta.dirname, '../../.ci/test-totals.mjs');

describe('The closing line of .ci/run', () => {
  let results = '';

  beforeEach(() => {
    results = mkdtempSync(path.join(tmpdir(), 'nodal-totals-'));
  });

  afterEach(() => {
    rmSync(results, { recursive: true, force: true });
  });

  const close = (steps: Readonly<Record<string, Step>>): { line: string; exitCode: number | null } => {
    for (const [name, { exitCode, reports = [] }] of Object.entries(steps)) {
      mkdirSync(path.join(results, name));
      writeFileSync(path.join(results, name, 'exit-code'), `${exitCode}\n`);
      for (const [index, text] of reports.entries()) {
        writeFileSync(path.join(results, name, `vitest-${String(index)}.json`), text);
      }
    }
    const { stdout, status } = spawnSync(process.execPath, [program, results], { encoding: 'utf8' });
    return { line: stdout.trim(), exitCode: status };
  };

  it('adds up every run of every step', () => {
    const steps = {
      check: { exitCode: '0', reports: [report(10, 0), report(5, 0)] },
      e2e: { exitCode: '0', reports: [report(2, 0)] },
      bench: { exitCode: '0' },
    };
    expect(close(steps)).toEqual({ line: '17 passed, 0 failed', exitCode: 0 });
  });

  it('counts failed tests once, not again for the exit code they caused', () => {
    const steps = { check: { exitCode: '1', reports: [report(10, 3)] } };
    expect(close(steps)).toEqual({ line: '10 passed, 3 failed', exitCode: 1 });
  });

  it('counts a test file that could not be loaded', () => {
    const broken = report(10, 0, [{ status: 'failed', assertionResults: [] }]);
    expect(close({ check: { exitCode: '1', reports: [broken] } })).toEqual({
      line: '10 passed, 1 failed',
      exitCode: 1,
    });
  });

  it('counts a step that fails without tests, such as formatting or a gate', () => {
    const steps = { check: { exitCode: '0', reports: [report(10, 0)] }, bench: { exitCode: '1' } };
    expect(close(steps)).toEqual({ line: '10 passed, 1 failed', exitCode: 1 });
  });

  it('counts a step of tests that ran none', () => {
    const steps = { check: { exitCode: '0', reports: [report(10, 0)] }, e2e: { exitCode: '0' } };
    expect(close(steps)).toEqual({ line: '10 passed, 1 failed', exitCode: 1 });
  });

  it('counts a run that was killed and left half a report', () => {
    const steps = { check: { exitCode: 'unfinished', reports: ['{"numPassed'] } };
    expect(close(steps)).toEqual({ line: '0 passed, 1 failed', exitCode: 1 });
  });

  it('fails when nothing ran at all', () => {
    expect(close({})).toEqual({ line: '0 passed, 1 failed', exitCode: 1 });
  });
});

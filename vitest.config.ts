import './scripts/require-node-24.mjs';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { reporters } from './scripts/test-reporters.ts';
import { testLayout } from './test/support/layout.ts';

const secondMs = 1000;

/**
 * What is special about a project beyond which files it holds. The times end a test that hangs and judge
 * none for being slow: a busy machine takes several times as long as a quiet one.
 */
const timings: Record<keyof typeof testLayout, { testMs: number; hookMs: number }> = {
  unit: { testMs: 60 * secondMs, hookMs: 60 * secondMs },
  properties: { testMs: 300 * secondMs, hookMs: 60 * secondMs },
  integration: { testMs: 120 * secondMs, hookMs: 60 * secondMs },
  infra: { testMs: 180 * secondMs, hookMs: 300 * secondMs },
  journeys: { testMs: 180 * secondMs, hookMs: 120 * secondMs },
  architecture: { testMs: 180 * secondMs, hookMs: 60 * secondMs },
  e2e: { testMs: 600 * secondMs, hookMs: 1200 * secondMs },
};

const project = (name: keyof typeof testLayout): TestProjectInlineConfiguration => ({
  extends: true,
  test: {
    name,
    include: [...testLayout[name].include],
    exclude: [...testLayout[name].exclude],
    testTimeout: timings[name].testMs,
    hookTimeout: timings[name].hookMs,
    // Most of a unit test file's time went into loading again what the file before it had loaded.
    isolate: name !== 'unit' && name !== 'properties',
    // One deployment is shared by every end-to-end file, so they take turns.
    fileParallelism: name !== 'e2e',
  },
});

export default defineConfig({
  test: {
    projects: [
      project('unit'),
      project('properties'),
      project('integration'),
      project('infra'),
      project('journeys'),
      project('architecture'),
      project('e2e'),
    ],
    // Two workers: the smallest machine the whole suite has to run on has two cores.
    maxWorkers: 2,
    pool: 'forks',
    // What is polled for comes at once or, on a busy machine, after seconds.
    expect: { requireAssertions: true, poll: { timeout: 15 * secondMs } },
    setupFiles: ['./test/support/no-card-data.ts'],
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
    reporters: reporters(process.env),
    coverage: {
      provider: 'v8',
      include: ['functions/**/*.ts', 'lib/**/*.ts', 'local/**/*.ts'],
      reporter: ['text-summary', 'json-summary', 'html'],
    },
  },
});

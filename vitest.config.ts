import './scripts/require-node-24.mjs';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { reporters } from './scripts/test-reporters.ts';
import { testLayout } from './test/support/layout.ts';

const secondMs = 1000;

/** What is special about a project beyond which files it holds. */
const timings: Record<keyof typeof testLayout, { testMs: number; hookMs: number }> = {
  unit: { testMs: 5 * secondMs, hookMs: 10 * secondMs },
  properties: { testMs: 60 * secondMs, hookMs: 30 * secondMs },
  integration: { testMs: 20 * secondMs, hookMs: 30 * secondMs },
  infra: { testMs: 60 * secondMs, hookMs: 120 * secondMs },
  journeys: { testMs: 60 * secondMs, hookMs: 60 * secondMs },
  architecture: { testMs: 60 * secondMs, hookMs: 30 * secondMs },
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
    expect: { requireAssertions: true },
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

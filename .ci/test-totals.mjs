// Adds up the steps of `.ci/run`: `node .ci/test-totals.mjs <results>`. Each folder in <results> is a step
// with its exit code and the JSON reports of the vitest runs it started. Plain JavaScript for any Node,
// because it also has to speak when the installation of the right one has failed.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Steps that are made of tests: one that ends well without a single test has not done its work. */
const stepsOfTests = new Set(['check', 'e2e']);

/** A test file that could not even be loaded holds no failed test but is a failure. */
const brokenFiles = (report) =>
  report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((result) => result.status === 'failed'),
  ).length;

/** A run that was killed leaves half a report: it counts as one failure and never hides the others. */
const readReport = (file) => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    console.error(`${file}: ${error.message}`);
    return { numPassedTests: 0, numFailedTests: 1, testResults: [] };
  }
};

const countStep = (directory, name) => {
  const exitCode = readFileSync(join(directory, 'exit-code'), 'utf8').trim();
  const reports = readdirSync(directory)
    .filter((file) => file.endsWith('.json'))
    .map((file) => readReport(join(directory, file)));
  const passed = reports.reduce((sum, report) => sum + report.numPassedTests, 0);
  const failed = reports.reduce((sum, report) => sum + report.numFailedTests + brokenFiles(report), 0);
  const silent = stepsOfTests.has(name) && passed + failed === 0;
  // Formatting, types or a gate have no tests to count: such a step fails as one.
  return { passed, failed: failed === 0 && (exitCode !== '0' || silent) ? 1 : failed };
};

const results = process.argv[2];
const steps = readdirSync(results).map((name) => countStep(join(results, name), name));
const total = (kind) => steps.reduce((sum, step) => sum + step[kind], 0);
const passed = total('passed');
// Not one test at all is a failure too, whatever the exit codes say.
const failed = total('failed') + (passed + total('failed') === 0 ? 1 : 0);

console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

import { readFileSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { subdomains } from '../lib/subdomains.ts';
import type { FunctionBundle } from './bundles.ts';
import { measureBundles } from './bundles.ts';
import type { Figures } from './gate.ts';
import { baselineSchema, complaints, updated } from './gate.ts';
import { measureStart } from './start-up.ts';
import { measureStory } from './story.ts';

/*
 * npm run bench               prints what the main job costs
 * npm run bench -- --check    and ends with 1 when a gate of baseline.json fails
 * npm run bench -- --update   and writes today's counts into baseline.json
 */

const baselineFile = new URL('baseline.json', import.meta.url);
const startLimitMs = 5_000;

const bundleTable = (bundles: readonly FunctionBundle[]): string =>
  bundles
    .toSorted((left, right) => right.bytes - left.bytes)
    .map(({ operationId, bytes, loadMs }) => {
      const kilobytes = (bytes / 1024).toFixed(0).padStart(5);
      return `  ${operationId.padEnd(28)} ${kilobytes} KB ${loadMs.toFixed(0).padStart(5)} ms`;
    })
    .join('\n');

const figureTable = (figures: Figures): string =>
  Object.entries(figures)
    .map(([name, value]) => `  ${name.padEnd(36)} ${String(value).padStart(7)}`)
    .join('\n');

const largest = (values: readonly number[]): number => Math.ceil(Math.max(...values));

const { values: options } = parseArgs({
  options: { check: { type: 'boolean', default: false }, update: { type: 'boolean', default: false } },
});

const [load = 0] = loadavg();
console.log(`Load average ${load.toFixed(1)}: counts do not depend on it, times do.`);
const story = await measureStory();
const bundles = measureBundles(subdomains);
const startMs = await measureStart(startLimitMs);
const figures: Figures = {
  ...story,
  'largest function: KB': largest(bundles.map(({ bytes }) => bytes / 1024)),
  'slowest function to load: ms': largest(bundles.map(({ loadMs }) => loadMs)),
  'npm start ready: ms': Math.ceil(startMs),
};
console.log(`\nFunctions: bundle, and time to load it above an empty module's\n${bundleTable(bundles)}`);
console.log(
  `\nGated: an operation with everything it sets off, its authorizer apart; limits in bench/baseline.json\n${figureTable(figures)}`,
);

const baseline = baselineSchema.parse(JSON.parse(readFileSync(baselineFile, 'utf8')));
if (options.update) writeFileSync(baselineFile, `${JSON.stringify(updated(figures, baseline), null, 2)}\n`);
const failed = options.update ? [] : complaints(figures, baseline);
for (const line of failed) console.error(`GATE ${line}`);
if (options.check && failed.length > 0) process.exitCode = 1;
if (options.check && failed.length === 0) console.log(`\nAll ${Object.keys(baseline).length} gates hold.`);

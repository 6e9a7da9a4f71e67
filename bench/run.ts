import { readFileSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { subdomains } from '../lib/subdomains.ts';
import { acknowledgement } from './acknowledgement.ts';
import type { Benchmark } from './benchmark.ts';
import { authorizations } from './authorizations.ts';
import { bundles } from './bundles.ts';
import { cardChannels } from './card-channels.ts';
import { costModel } from './cost-model.ts';
import type { Figures } from './gate.ts';
import { baselineSchema, complaints, updated } from './gate.ts';
import { debits } from './debits.ts';
import { decisionHistory } from './decision-history.ts';
import { decisionSpeed } from './decision-speed.ts';
import { hotAccount } from './hot-account.ts';
import { issuance } from './issuance.ts';
import { mandates } from './mandates.ts';
import { money } from './money.ts';
import { retryBudget } from './retry-budget.ts';
import { startUp } from './start-up.ts';
import { timers } from './timers.ts';

/*
 * npm run bench                        prints what the main job costs
 * npm run bench -- --check             and ends with 1 when a gate of baseline.json fails
 * npm run bench -- --update            and writes today's counts into baseline.json
 * npm run bench -- --only money,cost   runs some of them; gates of the others are left alone
 */

const baselineFile = new URL('baseline.json', import.meta.url);

// The cost model comes after the counts that it multiplies.
const all: readonly Benchmark[] = [
  issuance,
  cardChannels,
  money,
  authorizations,
  decisionSpeed,
  decisionHistory,
  hotAccount,
  retryBudget,
  acknowledgement,
  mandates,
  debits,
  timers,
  costModel,
  bundles(subdomains),
  startUp,
];

const { values: options } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    update: { type: 'boolean', default: false },
    only: { type: 'string' },
  },
});

const wanted = options.only?.split(',');
const chosen = wanted === undefined ? all : all.filter(({ name }) => wanted.includes(name));
if (chosen.length !== (wanted ?? all).length) throw new Error(`benchmarks: ${all.map(({ name }) => name).join(', ')}`);

const figureLine = ([name, value]: readonly [string, number]): string =>
  `  ${name.padEnd(52)} ${String(value).padStart(8)}`;

const [load = 0] = loadavg();
console.log(`Load average ${load.toFixed(1)}: counts do not depend on it, times do.`);
let figures: Figures = {};
for (const benchmark of chosen) {
  const found = await benchmark.run(figures);
  figures = { ...figures, ...found.figures };
  const lines = [...found.lines.map((line) => `  ${line}`), ...Object.entries(found.figures).map(figureLine)];
  console.log(`\n${benchmark.title}\n${lines.join('\n')}`);
}

const baseline = baselineSchema.parse(JSON.parse(readFileSync(baselineFile, 'utf8')));
const inScope = Object.entries(baseline).filter(([name]) => wanted === undefined || Object.hasOwn(figures, name));
const gates = Object.fromEntries(inScope);
if (options.update) {
  writeFileSync(baselineFile, `${JSON.stringify({ ...baseline, ...updated(figures, gates) }, null, 2)}\n`);
}
const failed = options.update ? [] : complaints(figures, gates);
for (const line of failed) console.error(`GATE ${line}`);
if (options.check && failed.length > 0) process.exitCode = 1;
if (options.check && failed.length === 0) console.log(`\nAll ${inScope.length} gates hold.`);

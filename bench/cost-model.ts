import { readFileSync } from 'node:fs';
import * as z from 'zod';
import type { Benchmark, Findings } from './benchmark.ts';
import type { Figures } from './gate.ts';

const priceSchema = z.strictObject({
  usd: z.number(),
  /** So many of the unit. */
  per: z.number(),
  unit: z.string(),
  region: z.enum(['ap-south-1', 'us-east-1']),
  source: z.string(),
  date: z.iso.date(),
  /** False: worked out from another region's, so nothing is gated by it. */
  confirmed: z.boolean(),
});

const sheetSchema = z.strictObject({
  tableWrite: priceSchema,
  tableRead: priceSchema,
  tableWriteList: priceSchema,
  tableReadList: priceSchema,
  functionRequest: priceSchema,
  functionSecond: priceSchema,
  queueRequest: priceSchema,
  logByte: priceSchema,
  logByteList: priceSchema,
  busEvent: priceSchema,
  scheduleFired: priceSchema,
  transition: priceSchema,
  transitionList: priceSchema,
});

type Sheet = z.output<typeof sheetSchema>;

/** What a million of something consists of, each. */
export interface Consumption {
  readonly writeUnits: number;
  readonly readUnits: number;
  readonly functionRequests: number;
  readonly functionSeconds: number;
  readonly queueRequests: number;
  readonly logBytes: number;
  readonly busEvents?: number;
  readonly schedulesFired?: number;
  readonly transitions?: number;
}

/**
 * Of every function that answers quickly; sizes and times are assumptions, only units are counted. A function that
 * providers call shares one metrics line among the successes of a burst, and keeps none of Lambda's own lines.
 */
const assumed = { gigabytes: 0.5, seconds: 0.015, logBytes: 400, sharedLogBytes: 60 };
const million = 1_000_000;

/** @param prices `list`: us-east-1, all confirmed; `region`: ap-south-1, where data has to stay */
export const usdPerMillion = (sheet: Sheet, used: Consumption, prices: 'list' | 'region'): number => {
  const isList = prices === 'list';
  const unit = ({ usd, per }: z.output<typeof priceSchema>): number => usd / per;
  const { busEvents = 0, schedulesFired = 0, transitions = 0 } = used;
  const each =
    busEvents * unit(sheet.busEvent) +
    schedulesFired * unit(sheet.scheduleFired) +
    transitions * unit(isList ? sheet.transitionList : sheet.transition) +
    used.writeUnits * unit(isList ? sheet.tableWriteList : sheet.tableWrite) +
    used.readUnits * unit(isList ? sheet.tableReadList : sheet.tableRead) +
    used.functionRequests * unit(sheet.functionRequest) +
    used.functionSeconds * assumed.gigabytes * unit(sheet.functionSecond) +
    used.queueRequests * unit(sheet.queueRequest) +
    used.logBytes * unit(isList ? sheet.logByteList : sheet.logByte);
  return each * million;
};

type Path = 'network' | 'direct' | 'queued';

/** Counted operations, and how their callers reach them. Those that were not counted cost nothing here. */
const priced: Readonly<Record<string, Path>> = {
  'decideAuthorization (approved)': 'network',
  'decideAuthorization (declined)': 'network',
  'loadBalance (program)': 'direct',
  'transfer (another person)': 'direct',
  'processIssuerEvent (reversal)': 'queued',
};

/** One function; or one that sends to a queue (a message is sent, received and deleted in tens) and one for ten. */
const consumptionOf = (path: Path, units: { writeUnits: number; readUnits: number }): Consumption => {
  const { seconds, logBytes, sharedLogBytes } = assumed;
  const one = { ...units, functionRequests: 1, functionSeconds: seconds, queueRequests: 0 };
  if (path === 'network') return { ...one, logBytes: sharedLogBytes };
  if (path === 'direct') return { ...one, logBytes };
  const worker = { functionRequests: 1.1, functionSeconds: 2 * seconds, queueRequests: 1.2 };
  return { ...units, ...worker, logBytes: sharedLogBytes + logBytes };
};

/** Stories of many functions, of which everything was counted; read as the benchmarks name their figures. */
const stories = ['whole debit', 'registration of a mandate'];

const storyOf = (name: string, counts: Figures): Consumption | undefined => {
  const of = (what: string): number => counts[`${name}: ${what}`] ?? 0;
  const runs = of('function runs');
  if (runs === 0) return undefined;
  return {
    ...{ writeUnits: of('write units'), readUnits: of('read units') },
    ...{ functionRequests: runs, functionSeconds: runs * assumed.seconds, logBytes: runs * assumed.logBytes },
    // Sent, received and deleted one by one: the dearest way.
    queueRequests: 3 * of('queue messages'),
    ...{ busEvents: of('events'), schedulesFired: of('timers fired'), transitions: of('transitions') },
  };
};

/** What a story costs, by the thousand: its messages to the customer and the provider's own fees are not in it. */
export const priceStories = (sheet: Sheet, counts: Figures): Findings => {
  const costs = stories.flatMap((name) => {
    const used = storyOf(name, counts);
    if (used === undefined) return [];
    const [list, region] = (['list', 'region'] as const).map((prices) => usdPerMillion(sheet, used, prices) / 1_000);
    return [{ name, list: list ?? Number.NaN, region: region ?? Number.NaN }];
  });
  return {
    figures: Object.fromEntries(
      costs.map(({ name, list }) => [`${name}: USD per thousand`, Math.ceil(list * 1_000) / 1_000]),
    ),
    lines: costs.map(({ name, region }) => `${name}: ${region.toFixed(3)} USD per thousand in ap-south-1`),
  };
};

const readSheet = (): Sheet =>
  sheetSchema.parse(JSON.parse(readFileSync(new URL('prices.json', import.meta.url), 'utf8')));

/** What the counted operations cost at the sheet's prices. */
export const priceAll = (sheet: Sheet, counts: Figures): Findings => {
  const costs = Object.entries(priced).flatMap(([name, path]) => {
    const [writeUnits, readUnits] = [counts[`${name}: write units`], counts[`${name}: read units`]];
    if (writeUnits === undefined || readUnits === undefined) return [];
    const used = consumptionOf(path, { writeUnits, readUnits });
    return [{ name, list: usdPerMillion(sheet, used, 'list'), region: usdPerMillion(sheet, used, 'region') }];
  });
  const unconfirmed = Object.entries(sheet).filter(([, { confirmed }]) => !confirmed);
  return {
    figures: Object.fromEntries(
      costs.map(({ name, list }) => [`${name}: USD per million`, Math.ceil(list * 100) / 100]),
    ),
    lines: [
      ...costs.map(({ name, region }) => `${name}: ${region.toFixed(2)} USD per million in ap-south-1`),
      `not confirmed, and in no gate: ${unconfirmed.map(([name]) => name).join(', ')}`,
    ],
  };
};

/** B11: counts times prices, without an API gateway in front. */
export const costModel: Benchmark = {
  name: 'cost',
  title: 'B11: USD per million at list prices, without a gateway; the floor is 3.00 for a transaction of two items',
  run: async (before) => {
    const sheet = readSheet();
    const [single, story] = [priceAll(sheet, before), priceStories(sheet, before)];
    return { figures: { ...single.figures, ...story.figures }, lines: [...single.lines, ...story.lines] };
  },
};

import type { StepCost } from '../local/demo/costs.ts';
import { measured } from '../local/demo/costs.ts';
import { loadDeclarations } from '../local/operations.ts';
import type { LocalPlatform } from '../local/platform.ts';
import type { Figures } from './gate.ts';

/** A step with everything that it sets off, the provider's late words included. */
export interface CountedStep {
  readonly table: Pick<StepCost, 'tableRequests' | 'writeUnits' | 'readUnits'>;
  /** Runs of functions by operation, without the stream's readers. */
  readonly runs: Readonly<Record<string, number>>;
  readonly providerCalls: number;
  readonly queueMessages: number;
  /** Put on the bus. */
  readonly events: number;
}

/** What several steps took together. */
export const sumOf = (steps: readonly CountedStep[]): CountedStep => {
  const runs: Record<string, number> = {};
  for (const [operation, count] of steps.flatMap((step) => Object.entries(step.runs))) {
    runs[operation] = (runs[operation] ?? 0) + count;
  }
  const total = (of: (step: CountedStep) => number): number => steps.reduce((sum, step) => sum + of(step), 0);
  return {
    table: {
      tableRequests: total(({ table }) => table.tableRequests),
      writeUnits: total(({ table }) => table.writeUnits),
      readUnits: total(({ table }) => table.readUnits),
    },
    runs,
    providerCalls: total(({ providerCalls }) => providerCalls),
    queueMessages: total(({ queueMessages }) => queueMessages),
    events: total(({ events }) => events),
  };
};

/** The gated figures of a step. */
export const figuresOf = (name: string, { table, providerCalls }: CountedStep): Figures => ({
  [`${name}: table requests`]: table.tableRequests,
  [`${name}: write units`]: table.writeUnits,
  [`${name}: provider calls`]: providerCalls,
});

/** All that a price is made of. @param timersFired by their schedules; a message that comes twice costs a run */
export const storyOf = (name: string, step: CountedStep, timersFired: number): Figures => ({
  ...figuresOf(name, step),
  [`${name}: read units`]: step.table.readUnits,
  [`${name}: function runs`]: Object.values(step.runs).reduce((sum, count) => sum + count, 0),
  [`${name}: queue messages`]: step.queueMessages,
  [`${name}: events`]: step.events,
  [`${name}: timers fired`]: timersFired,
});

/** For the reader: which functions ran. */
export const runsOf = (name: string, { runs }: CountedStep): string =>
  `${name}: ${Object.entries(runs)
    .map(([operation, count]) => (count === 1 ? operation : `${count} × ${operation}`))
    .join(', ')}`;

/** The stream's readers run as often as chance cuts it into batches; the twin is not ours to pay. */
const notCounted: ReadonlySet<string> = new Set(['relayRecords', 'foldJournal', 'sandboxTwin']);

const noted = (platform: LocalPlatform) => ({
  runs: platform.meter.operations.length,
  calls: platform.meter.providers.length,
  events: platform.events().length,
});

const queueOperations = async (): Promise<ReadonlySet<string>> => {
  const declarations = await loadDeclarations();
  return new Set(declarations.filter(({ kind }) => kind === 'queue').map(({ operationId }) => operationId));
};

const nothing = { tableRequests: 0, writeUnits: 0, readUnits: 0 };

/** Runs a step to the end of what it sets off, and counts. @param without what is counted elsewhere: the authorizer */
export const countStep = async (
  platform: LocalPlatform,
  without: CountedStep['table'] | undefined,
  step: () => Promise<unknown>,
): Promise<CountedStep> => {
  const { tableRequests, writeUnits, readUnits } = without ?? nothing;
  const takesQueue = await queueOperations();
  const before = noted(platform);
  const { cost } = await measured(platform, step);
  const runs: Record<string, number> = {};
  for (const { operation, surface } of platform.meter.operations.slice(before.runs)) {
    if (!notCounted.has(operation) && surface !== 'authorizer') runs[operation] = (runs[operation] ?? 0) + 1;
  }
  return {
    table: {
      tableRequests: cost.tableRequests - tableRequests,
      writeUnits: cost.writeUnits - writeUnits,
      readUnits: cost.readUnits - readUnits,
    },
    runs,
    providerCalls: platform.meter.providers.length - before.calls,
    queueMessages: Object.entries(runs).reduce((sum, [id, count]) => sum + (takesQueue.has(id) ? count : 0), 0),
    events: platform.events().length - before.events,
  };
};

import { unitOfWork } from '../functions/kernel/persistence/unit-of-work.ts';
import { create } from '../functions/kernel/persistence/write-intent.ts';
import type { Table, TransactOutcome } from '../functions/kernel/persistence/table.ts';
import { idGenerator } from '../functions/kernel/ids/ids.ts';
import { systemRandom } from '../functions/kernel/platform/system-random.ts';
import { tenantContext } from '../functions/kernel/tenancy/tenant-context.ts';
import { systemClock } from '../functions/kernel/time/clock.ts';
import { authorizationBudget, deadlineOf } from '../functions/kernel/time/pacer.ts';
import { localLog } from '../local/log.ts';
import type { Benchmark } from './benchmark.ts';
import { virtualPacer } from './virtual-pacer.ts';

/** A round trip to the table in one region, in milliseconds. */
const roundTripMs = 8;
const tries = 300;

const throttled: TransactOutcome = { kind: 'cancelled', reasons: [{ kind: 'throttled' }] };

/** Milliseconds of virtual time until a commit ends that can never succeed. */
const timeToGiveUp = async (roundTrip: number): Promise<number> => {
  const pacer = virtualPacer();
  const unused = async (): Promise<never> => Promise.reject(new Error('not part of this benchmark'));
  const table: Table = {
    get: unused,
    query: unused,
    write: unused,
    transact: async () => {
      await pacer.pause(roundTrip);
      return throttled;
    },
  };
  const deps = { table, pacer, random: systemRandom, ids: idGenerator(systemClock, systemRandom) };
  const context = {
    tenant: tenantContext({ tenantId: 'ten_bench', tag: 'bench', sandbox: true }),
    caller: { kind: 'system', operation: 'bench' },
    surface: 'system',
    requestId: 'req_bench',
    clock: systemClock,
    log: localLog(systemClock).log,
    idempotency: undefined,
  } as const;
  const intent = create('thing', { pk: 'T#bench', sk: 'THING' }, () => new Error('refused'));
  const work = { writes: [intent], records: [], deadline: deadlineOf(0, authorizationBudget) };
  const committing = unitOfWork(deps).commit(context, work, undefined);
  await pacer.run(committing.catch(() => undefined));
  return pacer.elapsed();
};

const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((left, right) => left - right)[Math.ceil(values.length * share) - 1] ?? Number.NaN;

/** How long somebody at a counter waits when the table throttles everything, or does not answer at all. */
export const retryBudget: Benchmark = {
  name: 'retry-budget',
  title: 'B13: until a commit gives up, in virtual time; the floor is its budget of 800 ms, and 1,500 ms',
  run: async () => {
    const times: number[] = [];
    for (let each = 0; each < tries; each += 1) times.push(await timeToGiveUp(roundTripMs));
    const silent = await timeToGiveUp(60_000);
    const spread = [0.5, 0.99, 1].map((share) => percentile(times, share).toFixed(0)).join(' / ');
    return {
      figures: {
        'always throttled, p99: ms until the answer': Math.ceil(percentile(times, 0.99)),
        'never answered: ms until the answer': Math.ceil(silent),
      },
      lines: [`${tries} commits, round trip ${roundTripMs} ms: p50 / p99 / max ${spread} ms`],
    };
  },
};

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { virtualPacer } from '../../../../bench/virtual-pacer.ts';
import { OutcomeUnknown } from '../../../../functions/kernel/errors/domain-error.ts';
import { tenantKey } from '../../../../functions/kernel/persistence/keys.ts';
import type { Item, Table, TransactOutcome } from '../../../../functions/kernel/persistence/table.ts';
import type { Work } from '../../../../functions/kernel/persistence/unit-of-work.ts';
import { unitOfWork } from '../../../../functions/kernel/persistence/unit-of-work.ts';
import { create } from '../../../../functions/kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { authorizationBudget, deadlineOf } from '../../../../functions/kernel/time/pacer.ts';
import type { TableFault } from '../../../support/faulty-table.ts';
import { faultyTable } from '../../../support/faulty-table.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';

let platform: TestPlatform;
let tenant: TenantContext;

beforeAll(async () => {
  platform = await startTestPlatform();
  tenant = await platform.tenant();
});
afterAll(() => platform.stop());

let count = 0;
const freshKey = () => {
  count += 1;
  return { pk: tenantKey(tenant, 'THING', String(count)), sk: 'THING' };
};
const recordOf = (id: string) => ({
  resource: { type: 'thing', id },
  partition: id,
  sequence: 1,
  type: 'thing.declined',
  data: {},
});
const stateAndRecord = (): Work => {
  const key = freshKey();
  return { writes: [create('thing', key, () => new Error('taken'))], records: [recordOf(key.pk)] };
};
const oneRecord = (): Work => ({ writes: [], records: [recordOf(freshKey().pk)] });

const context = () => ({
  tenant,
  caller: { kind: 'system', operation: 'probe' } as const,
  surface: 'system' as const,
  requestId: 'req_1',
  clock: platform.clock,
  log: platform.log,
  idempotency: undefined,
});

const conflict: TransactOutcome = { kind: 'cancelled', reasons: [{ kind: 'conflict' }] };
const deadline = deadlineOf(0, authorizationBudget);

/** A table of which every call takes so long; `sent` counts its transactions. */
const slowTable = (takesMs: number, answer: (attempt: number) => TransactOutcome, found?: Item) => {
  const pacer = virtualPacer();
  const sent: number[] = [];
  const table: Table = {
    ...platform.table,
    transact: async () => {
      sent.push(pacer.elapsed());
      const outcome = answer(sent.length);
      await pacer.pause(takesMs);
      return outcome;
    },
    get: async () => {
      await pacer.pause(takesMs);
      return found;
    },
  };
  const commit = async (work: Work): Promise<string> =>
    pacer.run(unitOfWork({ ...platform, table, pacer }).commit(context(), { ...work, deadline }, 'done'));
  return { commit, pacer, sent };
};

describe('A unit of work with a deadline', () => {
  it('I13 meets conflicts until the budget of 800 ms ends, 10 to 40 ms apart, and has then written nothing', async () => {
    const { commit, pacer, sent } = slowTable(5, () => conflict);
    await expect(commit(stateAndRecord())).rejects.toMatchObject({ name: 'TemporarilyUnavailable' });
    expect(pacer.elapsed()).toBeLessThanOrEqual(800);
    expect(pacer.elapsed()).toBeGreaterThan(740);
    const gaps = sent.slice(1).map((at, before) => at - (sent[before] ?? 0) - 5);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(10);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(40);
    expect(sent.length).toBeGreaterThan(15);
  });

  it('I13 commits as soon as the conflict is over, later than five attempts', async () => {
    const { commit, sent } = slowTable(5, (attempt) => (attempt < 9 ? conflict : { kind: 'committed' }));
    await expect(commit(stateAndRecord())).resolves.toBe('done');
    expect(sent).toHaveLength(9);
  });

  it('I13 tries once when the budget is over before it begins', async () => {
    const { commit, pacer, sent } = slowTable(5, () => conflict);
    await pacer.run(pacer.pause(900));
    await expect(commit(stateAndRecord())).rejects.toMatchObject({ name: 'TemporarilyUnavailable' });
    expect(sent).toHaveLength(1);
  });

  it('I5 does not know what came of it when an attempt went unanswered and nothing was seen since', async () => {
    const { commit, pacer } = slowTable(100, (attempt) => (attempt === 1 ? { kind: 'unknown' } : conflict));
    await expect(commit(stateAndRecord())).rejects.toThrow(OutcomeUnknown);
    expect(pacer.elapsed()).toBeLessThan(1500);
  });

  it('I5 stops waiting after 1,500 ms, says that it does not know, and sends nothing more', async () => {
    const { commit, pacer, sent } = slowTable(10_000, () => conflict);
    await expect(commit(stateAndRecord())).rejects.toMatchObject({
      name: 'OutcomeUnknown',
      code: 'temporarily_unavailable',
    });
    expect(pacer.elapsed()).toBe(1500);
    await pacer.run(pacer.pause(20_000));
    expect(sent).toEqual([0]);
  });

  it('rule 67 a refusal stays a refusal, at once', async () => {
    const { commit, pacer } = slowTable(5, () => ({ kind: 'cancelled', reasons: [{ kind: 'condition', old: {} }] }));
    await expect(commit(stateAndRecord())).rejects.toThrow('taken');
    expect(pacer.elapsed()).toBe(5);
  });
});

const commitOn = async (work: Work, ...faults: (TableFault | undefined)[]) => {
  const table = faultyTable(platform.table, ({ number }) => faults[number]);
  const before = platform.counts().writeUnits;
  const ended = await unitOfWork({ ...platform, table })
    .commit(context(), work, 'done')
    .catch((error: unknown) => (error instanceof Error ? error.name : 'no error'));
  return { ended, calls: table.calls.map(({ kind }) => kind), units: platform.counts().writeUnits - before };
};

describe('A work of one put', () => {
  it('is a plain conditional write, for half of what a transaction costs', async () => {
    // The record and its entry in the event log's index.
    expect(await commitOn(oneRecord())).toEqual({ ended: 'done', calls: ['write'], units: 2 });
    expect((await commitOn(stateAndRecord())).calls).toEqual(['transact']);
  });

  it('I4 is written once: the second is refused', async () => {
    const work = oneRecord();
    await commitOn(work);
    expect((await commitOn(work)).ended).toBe('ConcurrentChange');
  });

  it.each<[string, TableFault, string[]]>([
    ['written but unanswered', { kind: 'silent after' }, ['write', 'get']],
    ['unanswered and not written', { kind: 'silent before' }, ['write', 'get', 'write']],
    ['throttled', { kind: 'throttled' }, ['write', 'write']],
    ['met by a transaction', { kind: 'conflict', position: 0 }, ['write', 'write']],
  ])('I5 is there in the end when it was %s', async (_name, fault, calls) => {
    expect(await commitOn(oneRecord(), fault)).toMatchObject({ ended: 'done', calls });
  });

  it('I5 knows its own first attempt, although it could not be looked for', async () => {
    const faults: TableFault[] = [{ kind: 'silent after' }, { kind: 'silent before' }];
    expect(await commitOn(oneRecord(), ...faults)).toMatchObject({ ended: 'done', calls: ['write', 'get', 'write'] });
  });

  it('I5 does not know what came of it when nobody ever answers', async () => {
    const faults = Array.from({ length: 20 }, (): TableFault => ({ kind: 'silent before' }));
    expect((await commitOn(oneRecord(), ...faults)).ended).toBe('OutcomeUnknown');
  });

  it('I13 was certainly not written when it was held off every time', async () => {
    const faults = Array.from({ length: 20 }, (): TableFault => ({ kind: 'throttled' }));
    expect((await commitOn(oneRecord(), ...faults)).ended).toBe('TemporarilyUnavailable');
  });
});

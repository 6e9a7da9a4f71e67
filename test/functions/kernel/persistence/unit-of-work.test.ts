import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConcurrentChange } from '../../../../functions/kernel/errors/domain-error.ts';
import type { OperationContext } from '../../../../functions/kernel/operation/context.ts';
import { tenantKey } from '../../../../functions/kernel/persistence/keys.ts';
import type { Key, TransactOutcome } from '../../../../functions/kernel/persistence/table.ts';
import type { WriteIntent } from '../../../../functions/kernel/persistence/write-intent.ts';
import { check, create, replace } from '../../../../functions/kernel/persistence/write-intent.ts';
import type { Work } from '../../../../functions/kernel/persistence/unit-of-work.ts';
import { unitOfWork } from '../../../../functions/kernel/persistence/unit-of-work.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
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

const context = (idempotency?: OperationContext['idempotency']): OperationContext => ({
  tenant,
  caller: { kind: 'tenant', keyId: 'key_1' },
  surface: 'secure',
  requestId: 'req_1',
  clock: platform.clock,
  log: platform.log,
  idempotency,
});

class Refused extends Error {}

let count = 0;
const freshKey = (): Key => {
  count += 1;
  return { pk: tenantKey(tenant, 'THING', String(count)), sk: 'THING' };
};
const thing = (label: string, key = freshKey()): WriteIntent =>
  create(label, { ...key, item: 'thing', label }, (old) => new Refused(`${label} met ${String(old?.['label'])}`));
const recordOf = (key: Key) => ({
  resource: { type: 'thing', id: key.pk },
  partition: key.pk,
  sequence: 1,
  type: 'thing.created',
  data: {},
});

const plan = (...faults: (TableFault | undefined)[]) => faultyTable(platform.table, ({ number }) => faults[number]);
const commitOn = (table: ReturnType<typeof plan>, work: Work, idempotency?: OperationContext['idempotency']) =>
  unitOfWork({ ...platform, table }).commit(context(idempotency), work, 'done');

describe('The unit of work', () => {
  it.each([0, 1, 2])('maps the failed condition at position %i to the error of its own label', async (position) => {
    const labels = ['first', 'second', 'third'];
    const taken = freshKey();
    await platform.table.write({ kind: 'put', item: { ...taken, label: 'what was there' } });
    const writes = labels.map((label, at) => thing(label, at === position ? taken : undefined));
    const committing = commitOn(plan(), { writes, records: [] });
    await expect(committing).rejects.toThrow(`${labels[position] ?? ''} met what was there`);
  });

  it('writes nothing when one condition fails', async () => {
    const [free, taken] = [freshKey(), freshKey()];
    await platform.table.write({ kind: 'put', item: { ...taken } });
    await expect(commitOn(plan(), { writes: [thing('a', free), thing('b', taken)], records: [] })).rejects.toThrow();
    expect(await platform.table.get(free)).toBeUndefined();
  });

  it("lets the idempotency key's refusal explain all others", async () => {
    const taken = freshKey();
    const usedKey = freshKey();
    await platform.table.write({ kind: 'put', item: { ...taken } });
    await platform.table.write({ kind: 'put', item: { ...usedKey } });
    const slot = { complete: () => thing('idempotency', usedKey), reservedId: () => '' };
    const work = { writes: [thing('state', taken)], records: [] };
    await expect(commitOn(plan(), work, slot)).rejects.toThrow(/^idempotency met/);
  });

  it('I4 asks again while somebody else is writing the idempotency key', async () => {
    const reasons = [{ kind: 'condition', old: undefined }, { kind: 'conflict' }] as const;
    const outcomes: TransactOutcome[] = [{ kind: 'cancelled', reasons }];
    const used = freshKey();
    await platform.table.write({ kind: 'put', item: { ...used } });
    const table = {
      ...platform.table,
      transact: async (...sent: Parameters<typeof platform.table.transact>) =>
        outcomes.shift() ?? platform.table.transact(...sent),
    };
    const slot = { complete: () => thing('idempotency', used), reservedId: () => '' };
    const committing = unitOfWork({ ...platform, table }).commit(
      context(slot),
      { writes: [thing('state')], records: [] },
      'done',
    );
    await expect(committing).rejects.toThrow(/^idempotency met/);
  });

  it('a version that is gone is a concurrent change', async () => {
    const key = freshKey();
    await platform.table.write({ kind: 'put', item: { ...key, sequence: 2 } });
    const next = replace('thing', { ...key, sequence: 2 }, { sequence: 1, resourceId: 'thing_1' });
    await expect(commitOn(plan(), { writes: [next], records: [] })).rejects.toThrow(ConcurrentChange);
  });

  it('a version is recorded once', async () => {
    const key = freshKey();
    await commitOn(plan(), { writes: [], records: [recordOf(key)] });
    await expect(commitOn(plan(), { writes: [], records: [recordOf(key)] })).rejects.toThrow(ConcurrentChange);
  });

  it('a check that does not hold refuses the work', async () => {
    const guard = check(
      'guard',
      { key: freshKey(), condition: { text: 'attribute_exists(pk)' } },
      () => new Refused('guard'),
    );
    await expect(commitOn(plan(), { writes: [thing('a'), guard], records: [] })).rejects.toThrow('guard');
  });

  it('I13 gives up after five conflicts, without an effect', async () => {
    const key = freshKey();
    const table = plan(...Array.from({ length: 9 }, (): TableFault => ({ kind: 'conflict', position: 0 })));
    const committing = commitOn(table, { writes: [thing('a', key)], records: [] });
    await expect(committing).rejects.toMatchObject({ code: 'temporarily_unavailable' });
    expect(table.calls.map(({ kind }) => kind)).toEqual(Array.from({ length: 5 }, () => 'transact'));
    expect(await platform.table.get(key)).toBeUndefined();
  });

  it.each([0, 1, 2])('commits after a conflict at position %i', async (position) => {
    const work = { writes: [thing('a'), thing('b')], records: [recordOf(freshKey())] };
    await expect(commitOn(plan({ kind: 'conflict', position }, { kind: 'throttled' }), work)).resolves.toBe('done');
  });

  it('I5 finds that it had committed, when no answer came', async () => {
    const table = plan({ kind: 'silent after' });
    await expect(commitOn(table, { writes: [thing('a')], records: [recordOf(freshKey())] })).resolves.toBe('done');
    expect(table.calls.map(({ kind }) => kind)).toEqual(['transact', 'get']);
  });

  it('I5 tries again when no answer came and nothing was written', async () => {
    const table = plan({ kind: 'silent before' });
    await expect(commitOn(table, { writes: [thing('a')], records: [recordOf(freshKey())] })).resolves.toBe('done');
    expect(table.calls.map(({ kind }) => kind)).toEqual(['transact', 'get', 'transact']);
  });

  it("I5 does not take its own first attempt for somebody else's, although the witness could not be read at once", async () => {
    const faults: TableFault[] = [{ kind: 'silent after' }, { kind: 'silent before' }];
    const table = faultyTable(platform.table, ({ number }) => faults[number], { forgetful: true });
    await expect(commitOn(table, { writes: [thing('a')], records: [recordOf(freshKey())] })).resolves.toBe('done');
    expect(table.calls.map(({ kind }) => kind)).toEqual(['transact', 'get', 'transact', 'get']);
  });

  it('I5 a reserved key alone does not prove that the work was committed', async () => {
    const key = freshKey();
    await platform.table.write({ kind: 'put', item: { ...key, commitId: 'mine', state: 'in_progress' } });
    const complete = (): WriteIntent => ({
      label: 'idempotency',
      write: {
        kind: 'put',
        item: { ...key, commitId: 'mine', state: 'completed' },
        condition: { text: 'commitId = :mine', values: { ':mine': 'mine' } },
      },
      refused: () => new Refused('lost'),
    });
    const written = thing('a');
    const table = plan({ kind: 'silent before' });
    await commitOn(table, { writes: [written], records: [] }, { complete, reservedId: () => '' });
    expect((await platform.table.get(key))?.['state']).toBe('completed');
  });

  it('a write that DynamoDB refuses for another reason is a defect with the name of its label', async () => {
    const reasons = [{ kind: 'none' }, { kind: 'other', code: 'ItemCollectionSizeLimitExceeded' }] as const;
    const table = { ...platform.table, transact: async () => ({ kind: 'cancelled', reasons }) as const };
    const committing = unitOfWork({ ...platform, table }).commit(
      context(),
      { writes: [thing('a'), thing('b')], records: [] },
      'done',
    );
    await expect(committing).rejects.toThrow('write "b" was refused: ItemCollectionSizeLimitExceeded');
  });

  it.each([0, 101])('refuses %i writes', async (length) => {
    const writes = Array.from({ length }, () => thing('a'));
    await expect(commitOn(plan(), { writes, records: [] })).rejects.toThrow(RangeError);
  });
});

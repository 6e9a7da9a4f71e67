import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { personOutstandingItem } from '../../../../functions/balances/infrastructure/limit-items.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import type { TableFault } from '../../../support/faulty-table.ts';
import { faultyTable } from '../../../support/faulty-table.ts';
import type { BankBench } from '../bank-bench.ts';
import { startBankBench } from '../bank-bench.ts';

let bench: BankBench;
let tenant: TenantContext;

beforeAll(async () => {
  bench = await startBankBench();
  tenant = await bench.money.program(0n);
});
afterAll(() => bench.stop());
afterEach(() => bench.faults(tenant, 0));

interface Place {
  readonly balanceId: string;
  readonly token: string;
  readonly key: string;
}

const given = async (atBank: number): Promise<Place> => {
  const balanceId = await bench.money.balance(tenant, { level: 'minimum' });
  return { balanceId, token: await bench.link(tenant, balanceId, atBank), key: randomUUID() };
};

const loadOf = async ({ balanceId }: Place) =>
  (await bench.platform.items('load')).find((item) => item['balanceId'] === balanceId);

const heldBy = async (person: unknown): Promise<bigint> => {
  if (typeof person !== 'string') return 0n;
  const item = await bench.platform.table.get({ pk: person, sk: 'OUTSTANDING' });
  return item === undefined ? 0n : personOutstandingItem.decode(item).outstanding;
};

/** Runs the request on a platform that dies at one call of the table. @returns whether it died */
const dieAtTable = async (place: Place, at: number, kind: TableFault['kind']): Promise<boolean> => {
  const fault = kind === 'crash before' ? ({ kind } as const) : ({ kind: 'crash after' } as const);
  const table = faultyTable(bench.platform.table, ({ number }) => (number === at ? fault : undefined));
  const request = bench.load(tenant, place.balanceId, { amount: 100, ...place, on: { ...bench.platform, table } });
  return Promise.race([request.then(() => false), table.crashed.then(() => true)]);
};

/** The same at one call of the bank. */
const dieAtBank = async (place: Place, at: number, kind: TableFault['kind']): Promise<boolean> => {
  let calls = 0;
  let die: (died: boolean) => void = () => undefined;
  const crashed = new Promise<boolean>((resolve) => {
    die = resolve;
  });
  const dying: typeof fetch = async (...request) => {
    const number = calls;
    calls += 1;
    if (number !== at) return fetch(...request);
    if (kind === 'crash after') await fetch(...request);
    die(true);
    return new Promise<never>(() => undefined);
  };
  const request = bench.load(tenant, place.balanceId, {
    amount: 100,
    ...place,
    on: { ...bench.platform, fetch: dying },
  });
  return Promise.race([request.then(() => false), crashed]);
};

/** What is left behind is picked up by the timer, then by a repeat, or by a repeat alone. */
const recover = async (place: Place, byTimer: boolean) => {
  const begun = await loadOf(place);
  if (begun !== undefined && byTimer) {
    const loadId = String(begun['loadId']);
    const timers = (await bench.platform.items('timer')).filter((item) => item['key'] === loadId);
    expect(timers).toHaveLength(begun['status'] === 'processing' ? 1 : 0);
    await bench.settle(tenant, loadId);
    expect((await loadOf(place))?.['status']).not.toBe('processing');
  }
  bench.platform.clock.advance({ seconds: 31 });
  return bench.load(tenant, place.balanceId, { amount: 100, ...place });
};

const expectLoadedOnce = async (place: Place, status: number): Promise<void> => {
  expect(status).toBe(201);
  const load = await loadOf(place);
  expect(load?.['status']).toBe('completed');
  expect(await bench.money.postedOf(tenant, place.balanceId)).toBe(100n);
  expect(await bench.atBank(tenant, place.token)).toBe(900n);
  expect(await bench.money.recordsOf(place.balanceId)).toHaveLength(1);
  expect(await heldBy(load?.['person'])).toBe(100n);
};

const expectNothing = async (place: Place, status: number): Promise<void> => {
  expect(status).toBe(402);
  const load = await loadOf(place);
  expect(load?.['status']).toBe('failed');
  expect(await bench.money.postedOf(tenant, place.balanceId)).toBe(0n);
  expect(await bench.atBank(tenant, place.token)).toBe(99n);
  expect(await heldBy(load?.['person'])).toBe(0n);
};

const sweep = [
  { where: 'before a call of the table', dieAt: dieAtTable, kind: 'crash before' },
  { where: 'after a call of the table', dieAt: dieAtTable, kind: 'crash after' },
  { where: 'before a call of the bank', dieAt: dieAtBank, kind: 'crash before' },
  { where: 'after a call of the bank', dieAt: dieAtBank, kind: 'crash after' },
] as const;

describe('settleLoad', () => {
  it.each(sweep)(
    'I5 loads once when the request dies $where, whichever',
    async ({ dieAt, kind }) => {
      let at = 0;
      for (let died = true; died; at += 1) {
        const place = await given(1_000);
        died = await dieAt(place, at, kind);
        const { status } = await recover(place, at % 2 === 0);
        await expectLoadedOnce(place, status);
      }
      expect(at).toBeGreaterThan(2);
    },
    120_000,
  );

  it('I5 fails once, and limits nobody, wherever a request dies whose account is short', async () => {
    for (let at = 0, died = true; died; at += 1) {
      const place = await given(99);
      died = await dieAtTable(place, at, 'crash after');
      const { status } = await recover(place, at % 2 === 1);
      await expectNothing(place, status);
    }
  }, 120_000);

  it('I5 completes a load whose request got no answer from the bank and never came again', async () => {
    const place = await given(1_000);
    await bench.faults(tenant, 1);
    expect((await bench.load(tenant, place.balanceId, { amount: 100, ...place })).status).toBe(503);
    const loadId = String((await loadOf(place))?.['loadId']);
    expect((await bench.show(tenant, loadId)).body.status).toBe('processing');
    await expect(bench.settle(tenant, loadId)).rejects.toThrow();
    await bench.faults(tenant, 0);
    await bench.settle(tenant, loadId);
    await bench.settle(tenant, loadId);
    await expectLoadedOnce(place, 201);
  });

  it('I5 gives back what was collected for a balance that closed, whatever dies on the way', async () => {
    const place = await given(1_000);
    expect(await dieAtBank(place, 1, 'crash after')).toBe(true);
    const loadId = String((await loadOf(place))?.['loadId']);
    expect(await bench.atBank(tenant, place.token)).toBe(900n);
    const balance = await bench.money.store.find(tenant, place.balanceId);
    if (balance === undefined) throw new Error('the balance is there');
    const closed = { ...balance, state: 'closed', sequence: balance.sequence + 1 } as const;
    await bench.platform.table.transact([bench.money.store.changeState(tenant, closed).write], randomUUID());
    for (let at = 0; at < 10; at += 1) {
      const fault = at % 2 === 0 ? 'crash before' : 'crash after';
      const table = faultyTable(bench.platform.table, ({ number }) => (number === at ? { kind: fault } : undefined));
      await Promise.race([bench.settle(tenant, loadId, { ...bench.platform, table }), table.crashed]);
    }
    await Promise.all([bench.settle(tenant, loadId), bench.settle(tenant, loadId)]);
    const load = await loadOf(place);
    expect(load).toMatchObject({ status: 'failed', failure: 'balance_unavailable' });
    expect([await bench.money.postedOf(tenant, place.balanceId), await bench.atBank(tenant, place.token)]).toEqual([
      0n,
      1_000n,
    ]);
    expect(await heldBy(load?.['person'])).toBe(0n);
  });

  it('settles a load once when request and timer run at the same time', async () => {
    const place = await given(1_000);
    await bench.faults(tenant, 1);
    await bench.load(tenant, place.balanceId, { amount: 100, ...place });
    await bench.faults(tenant, 0);
    const loadId = String((await loadOf(place))?.['loadId']);
    const [{ status }] = await Promise.all([
      bench.load(tenant, place.balanceId, { amount: 100, ...place }),
      bench.settle(tenant, loadId),
      bench.settle(tenant, loadId),
    ]);
    await expectLoadedOnce(place, status);
  });

  it('does nothing for a load that it does not know', async () => {
    await expect(bench.settle(tenant, bench.platform.ids.next('lod', tenant))).resolves.toBeUndefined();
  });
});

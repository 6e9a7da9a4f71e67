import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BalanceState } from '../../../functions/balances/domain/balance.ts';
import { personOutstandingItem } from '../../../functions/balances/infrastructure/limit-items.ts';
import type { TenantContext } from '../../../functions/kernel/tenancy/tenant-context.ts';
import type { BankBench } from './bank-bench.ts';
import { startBankBench } from './bank-bench.ts';
import { foldJournal } from './given-partners.ts';

let bench: BankBench;
let tenant: TenantContext;

beforeAll(async () => {
  bench = await startBankBench();
  tenant = await bench.money.program(0n);
});
afterAll(() => bench.stop());

const loaded = async (amount = 400) => {
  const balanceId = await bench.money.balance(tenant);
  const token = await bench.link(tenant, balanceId, 1_000);
  const { body } = await bench.load(tenant, balanceId, { amount, token });
  return { balanceId, token, loadId: String(body.loadId) };
};

const posted = (balanceId: string) => bench.money.postedOf(tenant, balanceId);

const returnsOf = async (balanceId: string) =>
  (await bench.money.recordsOf(balanceId)).filter((record) => String(record['data']).includes('"load_return"'));

const take = async (balanceId: string, state: BalanceState): Promise<void> => {
  await bench.platform.table.transact(
    [
      {
        kind: 'update',
        key: { pk: bench.money.store.partition(tenant, balanceId), sk: 'BALANCE' },
        update: {
          text: 'SET #state = :state, available = :left',
          names: { '#state': 'state' },
          values: { ':state': state, ':left': state === 'closed' ? 0n : 400n },
        },
      },
    ],
    randomUUID(),
  );
};

describe('A load that the bank takes back', () => {
  it('2.7 I1 is posted negative with legs, by the event of the bank itself', async () => {
    const { balanceId, token, loadId } = await loaded();
    const { body } = await bench.takeBack(tenant, loadId);
    expect(await bench.atBank(tenant, token)).toBe(1_000n);
    const webhook = bench.twin.received.find(({ headers }) => headers['x-event-id'] === body.eventId);
    if (webhook === undefined) throw new Error('the platform was told');
    const { type, reference, occurredAt, data } = webhook.body;
    const event = { ...(await bench.eventOf(tenant, loadId)), type, reference, occurredAt };
    expect(data).toEqual({ amount: 400, currency: 'INR', reason: 'insufficient_funds' });
    expect(await bench.hear(event)).toBe(true);
    expect(await posted(balanceId)).toBe(0n);
    const [record, ...more] = await returnsOf(balanceId);
    expect(more).toEqual([]);
    expect(JSON.parse(String(record?.['data']))).toMatchObject({
      type: 'load_return',
      amount: { amount: -400, currency: 'INR' },
      reference: loadId,
    });
    expect(record?.['legs']).toEqual([
      { account: `customer:${balanceId}`, currency: 'INR', minor: -400n },
      { account: 'pooled', currency: 'INR', minor: 400n },
    ]);
    expect((await bench.show(tenant, loadId)).body.status).toBe('returned');
  });

  it('2.3 drives a balance below zero when the money is spent, and what its person holds', async () => {
    const { balanceId, loadId } = await loaded();
    expect((await bench.money.debit(tenant, balanceId, 300)).status).toBe(201);
    expect(await bench.hear(await bench.eventOf(tenant, loadId))).toBe(true);
    expect(await posted(balanceId)).toBe(-300n);
    await foldJournal(bench.platform, tenant);
    const person = (await bench.money.store.find(tenant, balanceId))?.person ?? '';
    const item = await bench.platform.table.get({ pk: person, sk: 'OUTSTANDING' });
    expect(item === undefined ? 0n : personOutstandingItem.decode(item).outstanding).toBe(-300n);
    const token = await bench.link(tenant, balanceId, 1_000);
    expect((await bench.load(tenant, balanceId, { amount: 500, token })).status).toBe(201);
    expect(await posted(balanceId)).toBe(200n);
  });

  it('I3 is posted once, under one event id and under many, at once and after', async () => {
    const { balanceId, loadId } = await loaded();
    const same = await bench.eventOf(tenant, loadId);
    const heard = [same, same, await bench.eventOf(tenant, loadId), await bench.eventOf(tenant, loadId)];
    await Promise.all(heard.map((event) => bench.hear(event)));
    for (const event of heard) expect(await bench.hear(event)).toBe(true);
    expect([await posted(balanceId), (await returnsOf(balanceId)).length]).toEqual([0n, 1]);
  });

  it.each(['frozen', 'closing'] as const)('2.3 is taken out of a %s balance all the same', async (state) => {
    const { balanceId, loadId } = await loaded();
    await take(balanceId, state);
    expect(await bench.hear(await bench.eventOf(tenant, loadId))).toBe(true);
    expect(await posted(balanceId)).toBe(0n);
  });

  it('2.3 goes to suspense when the balance is closed', async () => {
    const { balanceId, loadId } = await loaded();
    await take(balanceId, 'closed');
    expect(await bench.hear(await bench.eventOf(tenant, loadId))).toBe(true);
    expect(await posted(balanceId)).toBe(0n);
    const [record] = await returnsOf(balanceId);
    expect(record?.['legs']).toEqual([
      { account: 'suspense', currency: 'INR', minor: -400n },
      { account: 'pooled', currency: 'INR', minor: 400n },
    ]);
  });

  it('parks a return that comes before its load, and applies it afterwards', async () => {
    const balanceId = await bench.money.balance(tenant);
    const token = await bench.link(tenant, balanceId, 1_000);
    const early: Awaited<ReturnType<typeof bench.eventOf>>[] = [];
    const hasty: typeof fetch = async (...request) => {
      const answer = await fetch(...request);
      if (!new Request(...request).url.endsWith('/collections')) return answer;
      const stored = (await bench.platform.items()).find(
        (item) => item['item'] === 'load' && item['balanceId'] === balanceId,
      );
      const loadId = String(stored?.['loadId']);
      await bench.takeBack(tenant, loadId);
      const transfer = (await bench.twin.platform.items()).find((item) => item['reference'] === loadId);
      early.push({ ...(await bench.eventOf(tenant, loadId)), reference: String(transfer?.['transferId']) });
      for (const event of early) expect(await bench.hear(event)).toBe(false);
      return answer;
    };
    const { status, body } = await bench.load(tenant, balanceId, {
      amount: 400,
      token,
      on: { ...bench.platform, fetch: hasty },
    });
    expect([status, early.length]).toEqual([201, 1]);
    for (const event of early) expect(await bench.hear(event)).toBe(true);
    expect(await posted(balanceId)).toBe(0n);
    expect((await bench.show(tenant, body.loadId)).body.status).toBe('returned');
  });

  it('quarantines a return that it cannot read, and parks one of an unknown transfer', async () => {
    const { balanceId, loadId } = await loaded();
    const event = await bench.eventOf(tenant, loadId);
    expect(await bench.hear({ ...event, eventId: randomUUID(), data: {} as typeof event.data })).toBe(true);
    expect(await bench.hear({ ...event, eventId: randomUUID(), reference: 'bt_unknown' })).toBe(false);
    expect([await returnsOf(balanceId), await posted(balanceId)]).toEqual([[], 400n]);
  });
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TenantContext } from '../../../functions/kernel/tenancy/tenant-context.ts';
import type { AccountWorld, ToldCredit } from './given-accounts.ts';
import { startAccountWorld } from './given-accounts.ts';
import { inr, newPhone } from './money-bench.ts';

let world: AccountWorld;
let tenant: TenantContext;

beforeAll(async () => {
  world = await startAccountWorld();
  tenant = await world.bench.program();
});
afterAll(() => world.stop());

type Account = Awaited<ReturnType<AccountWorld['account']>>;

const pay = async (account: Account, amount: number, of = tenant): Promise<ToldCredit> => {
  const told = await world.arrive(of, account.accountId, amount);
  expect(await world.tell(told)).toBe(true);
  return told;
};

const posted = (account: Account, of = tenant) => world.bench.postedOf(of, account.balanceId);

const movementsOf = async ({ balanceId }: Account) =>
  (await world.bench.recordsOf(balanceId)).filter(({ type }) => type === 'transaction.posted');

/** The money went back, and nothing of it was posted. */
const expectReturned = async (account: Account, { data }: ToldCredit, reason: string) => {
  expect(await world.decided(data['transferId'])).toMatchObject({ state: 'returned', reason });
  expect(await world.twinCredit(data['transferId'])).toMatchObject({ status: 'returned', returnReason: reason });
  const records = (await world.recordsOf('account_credit.returned')).map(({ data: facts }): unknown =>
    JSON.parse(String(facts)),
  );
  const ours = records.filter((facts) => (facts as { balanceId: string }).balanceId === account.balanceId);
  expect(ours).toEqual([
    {
      creditId: expect.stringMatching(/^acr_/),
      balanceId: account.balanceId,
      amount: data['amount'],
      rail: 'upi',
      reason,
    },
  ]);
};

describe('money that comes to a balance', () => {
  it('M-20 M-17 credits the balance, out of the pooled account, with one entry', async () => {
    const account = await world.account(tenant);
    const purse = await world.bench.purseOf(tenant);
    await pay(account, 12_345);
    expect(await posted(account)).toBe(12_345n);
    const [movement, ...others] = await movementsOf(account);
    expect(others).toEqual([]);
    expect(movement?.['legs']).toEqual([
      { account: 'pooled', currency: 'INR', minor: -12_345n },
      { account: `customer:${account.balanceId}`, currency: 'INR', minor: 12_345n },
    ]);
    expect(JSON.parse(String(movement?.['data']))).toMatchObject({ type: 'account_credit', amount: inr(12_345) });
    expect(await world.bench.purseOf(tenant)).toBe(purse);
  });

  it('AN-10 takes a bank transfer to the account like a payment by UPI', async () => {
    const account = await world.account(tenant);
    const told = await world.arrive(tenant, account.accountId, 700);
    const { payerVpa: _payer, ...data } = told.data;
    expect(await world.tell({ ...told, data: { ...data, rail: 'bank_transfer' } })).toBe(true);
    expect(await posted(account)).toBe(700n);
  });

  it('keeps the payer out of every event', async () => {
    await pay(await world.account(tenant), 100);
    expect(JSON.stringify(await world.items('record'), (_, value: unknown) => String(value))).not.toContain('@bank');
  });

  it.each([1, 2, 5])('I3 credits once, though %i events tell of it', async (times) => {
    const account = await world.account(tenant);
    const told = await pay(account, 100);
    for (let turn = 1; turn < times; turn += 1) expect(await world.tell(told)).toBe(true);
    expect(await posted(account)).toBe(100n);
    expect(await movementsOf(account)).toHaveLength(1);
  });

  it('I3 credits once, though many events tell of it at once', async () => {
    const account = await world.account(tenant);
    const told = await world.arrive(tenant, account.accountId, 100);
    await Promise.all(Array.from({ length: 6 }, () => world.tell(told)));
    // Whoever gave up in the crowd is delivered again.
    expect(await world.tell(told)).toBe(true);
    expect(await posted(account)).toBe(100n);
    expect(await movementsOf(account)).toHaveLength(1);
  });

  it('I3 M-15 keeps for a look what tells of the same movement with another amount, and changes nothing', async () => {
    const account = await world.account(tenant);
    const told = await pay(account, 100);
    const eventId = `evt-${randomUUID()}`;
    expect(await world.tell({ ...told, eventId, data: { ...told.data, amount: inr(900) } })).toBe(true);
    expect(await posted(account)).toBe(100n);
    expect((await world.items('inbound_event')).filter((item) => item['eventId'] === eventId)).toMatchObject([
      { state: 'not_allowed' },
    ]);
  });

  it('rule 58, boundary case 17: a small PPI takes exactly 10,000.00 and sends a paisa more back', async () => {
    const account = await world.account(tenant, { level: 'minimum' });
    await pay(account, 999_999);
    await expectReturned(account, await pay(account, 2), 'limit');
    await pay(account, 1);
    expect(await posted(account)).toBe(1_000_000n);
  });

  it('rule 62, boundary case 20: a small PPI that nobody converted sends money back after 24 months', async () => {
    const ageing = await world.bench.program();
    const account = await world.account(ageing, { level: 'minimum' });
    await world.goAhead(ageing, 2 * 366 * 24 * 3_600);
    await expectReturned(account, await pay(account, 100, ageing), 'limit');
    expect(await posted(account, ageing)).toBe(0n);
  });

  it('rule 59: what was spent does not make room in the month', async () => {
    const account = await world.account(tenant, { level: 'minimum' });
    await pay(account, 1_000_000);
    await world.bench.debit(tenant, account.balanceId, 500_000);
    await expectReturned(account, await pay(account, 1), 'limit');
    expect(await posted(account)).toBe(500_000n);
  });

  it('rules 64 and 70, boundary case 18: the person’s balances at all tenants count together', async () => {
    const phone = newPhone();
    const other = await world.bench.program();
    const [here, there] = [await world.account(tenant, { phone }), await world.account(other, { phone })];
    await pay(here, 15_000_000);
    await expectReturned(there, await pay(there, 6_000_000, other), 'limit');
    await pay(there, 5_000_000, other);
    expect([await posted(here), await posted(there, other)]).toEqual([15_000_000n, 5_000_000n]);
  });

  it.each([
    ['frozen', 'frozen'],
    ['closing', 'closed'],
    ['closed', 'closed'],
  ])('2.7 sends money for a %s balance back at once: %s', async (state, reason) => {
    const account = await world.account(tenant);
    await world.force(tenant, account.balanceId, state);
    await expectReturned(account, await pay(account, 100), reason);
    expect(await posted(account)).toBe(0n);
    expect(await movementsOf(account)).toEqual([]);
  });

  it('2.7 sends money in another currency than the balance’s back', async () => {
    const account = await world.account(tenant);
    const told = await world.arrive(tenant, account.accountId, 100);
    expect(await world.tell({ ...told, data: { ...told.data, amount: inr(100, 'EUR') } })).toBe(true);
    expect(await world.decided(told.data['transferId'])).toMatchObject({ state: 'returned', reason: 'currency' });
    expect(await posted(account)).toBe(0n);
  });

  it('I3 what goes back is never credited, though the balance could take it by now', async () => {
    const account = await world.account(tenant);
    await world.force(tenant, account.balanceId, 'frozen');
    const told = await pay(account, 100);
    await world.force(tenant, account.balanceId, 'active');
    expect(await world.tell(told)).toBe(true);
    await expectReturned(account, told, 'frozen');
    expect(await posted(account)).toBe(0n);
  });

  it('I3 what was credited is never sent back, though the balance is frozen by now', async () => {
    const account = await world.account(tenant);
    const told = await pay(account, 100);
    await world.force(tenant, account.balanceId, 'frozen');
    expect(await world.tell(told)).toBe(true);
    expect(await world.twinCredit(told.data['transferId'])).toMatchObject({ status: 'arrived' });
    expect(await posted(account)).toBe(100n);
  });

  it('I5 an issuer that cannot be reached is asked again, until the money went back', async () => {
    const account = await world.account(tenant);
    await world.force(tenant, account.balanceId, 'frozen');
    const told = await world.arrive(tenant, account.accountId, 100);
    const cut = { ...world.platform, fetch: () => Promise.reject(new Error('the network is down')) };
    expect(await world.tell(told, cut)).toBe(false);
    expect(await world.decided(told.data['transferId'])).toMatchObject({ state: 'return_requested' });
    expect(await world.tell(told)).toBe(true);
    await expectReturned(account, told, 'frozen');
  });

  it('I6 a crash between the issuer’s answer and its note sends nothing back twice', async () => {
    const account = await world.account(tenant);
    await world.force(tenant, account.balanceId, 'frozen');
    const told = await world.arrive(tenant, account.accountId, 100);
    let commits = 0;
    const { table } = world.platform;
    const transact: typeof table.transact = (...work) => {
      commits += 1;
      return commits < 3 ? table.transact(...work) : Promise.reject(new Error('the process is gone'));
    };
    expect(await world.tell(told, { ...world.platform, table: { ...table, transact } })).toBe(false);
    expect(await world.twinCredit(told.data['transferId'])).toMatchObject({ status: 'returned' });
    expect(await world.tell(told)).toBe(true);
    await expectReturned(account, told, 'frozen');
  });

  it('I6 a crash before the credit loses nothing', async () => {
    const account = await world.account(tenant);
    const told = await world.arrive(tenant, account.accountId, 100);
    const transact = () => Promise.reject(new Error('the process is gone'));
    const crashing = { ...world.platform, table: { ...world.platform.table, transact } };
    expect(await world.tell(told, crashing)).toBe(false);
    expect(await world.tell(told)).toBe(true);
    expect(await posted(account)).toBe(100n);
  });

  it.each([
    ['another amount', { amount: inr(101) }],
    ['another currency', { amount: inr(100, 'EUR') }],
  ])('a movement that is told of again with %s changes nothing', async (_name, change) => {
    const account = await world.account(tenant);
    const told = await pay(account, 100);
    expect(await world.tell({ ...told, data: { ...told.data, ...change } })).toBe(true);
    expect(await posted(account)).toBe(100n);
  });

  it.each([
    ['no amount', { amount: undefined }],
    ['an amount of nothing', { amount: inr(0) }],
    ['an amount with a fraction', { amount: inr(0.5) }],
    ['an unknown rail', { rail: 'pigeon' }],
    ['no name of the movement', { transferId: '' }],
  ])('M-26 quarantines an event with %s', async (_name, change) => {
    const account = await world.account(tenant);
    const told = await world.arrive(tenant, account.accountId, 100);
    const eventId = `evt-${account.balanceId}`;
    expect(await world.tell({ ...told, eventId, data: { ...told.data, ...change } })).toBe(true);
    const kept = (await world.items('inbound_event')).find((event) => event['eventId'] === eventId);
    expect(kept).toMatchObject({ state: 'quarantined' });
    expect(await posted(account)).toBe(0n);
  });
});

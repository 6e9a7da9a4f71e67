import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { assertKyc } from '../../../../functions/customers/assert-kyc/declaration.ts';
import { wire as wireAssert } from '../../../../functions/customers/assert-kyc/handler.ts';
import { getKyc } from '../../../../functions/customers/get-kyc/declaration.ts';
import { wire as wireKyc } from '../../../../functions/customers/get-kyc/handler.ts';
import { loadBalance } from '../../../../functions/balances/load-balance/declaration.ts';
import { wire } from '../../../../functions/balances/load-balance/handler.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { windowAt } from '../../../../functions/policies/window.ts';
import type { TestAnswer } from '../../../support/http-call.ts';
import { call } from '../../../support/http-call.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import { foldJournal } from '../given-partners.ts';
import type { MoneyBench } from '../money-bench.ts';
import { inr, moneyBench, newPhone } from '../money-bench.ts';

let platform: TestPlatform;
let bench: MoneyBench;
let tenant: TenantContext;

beforeAll(async () => {
  platform = await startTestPlatform();
  bench = moneyBench(platform);
});
afterAll(() => platform.stop());

beforeEach(async () => {
  tenant = await bench.program();
});

const small = 'law.ppi.small';

const refusedBy = ({ status, body }: TestAnswer): unknown[] => [status, body.code, body.rule];

const at = (instant: string) => {
  platform.clock.advance(platform.clock.now().until(Temporal.Instant.from(instant)));
};

/** A debit, and what the stream then has to tell: a person's total falls by it. */
const spend = async (as: TenantContext, balanceId: string, minor: number) => {
  await bench.debit(as, balanceId, minor);
  await foldJournal(platform, as);
};

const limitsOf = async (customerId: string, as = tenant) => {
  const { body } = await call(wireKyc(platform), getKyc, { as: { tenant: as }, params: { customerId } });
  return body.limits as { rule: string; used: unknown; remaining: unknown }[];
};

describe('loadBalance under the limits of the customer', () => {
  it('rule 58, boundary case 17: takes exactly 10,000.00 onto a small instrument', async () => {
    const balanceId = await bench.balance(tenant, { level: 'minimum' });
    expect((await bench.load(tenant, balanceId, 1_000_000)).status).toBe(201);
    expect(await bench.postedOf(tenant, balanceId)).toBe(1_000_000n);
  });

  it('rule 58, boundary case 17: refuses 10,000.01, at once or in parts', async () => {
    const atOnce = await bench.balance(tenant, { level: 'minimum' });
    const { status, body } = await bench.load(tenant, atOnce, 1_000_001);
    expect(status).toBe(422);
    expect(body).toMatchObject({
      code: 'limit_exceeded',
      rule: `${small}.balanceMaxMinor`,
      limit: inr(1_000_000),
      used: inr(0),
      remaining: inr(1_000_000),
      resetsAt: null,
    });
    const inParts = await bench.balance(tenant, { level: 'minimum' });
    await bench.load(tenant, inParts, 999_999);
    const second = await bench.load(tenant, inParts, 2);
    expect(second.body).toMatchObject({ code: 'limit_exceeded', used: inr(999_999), remaining: inr(1) });
    expect([await bench.postedOf(tenant, atOnce), await bench.postedOf(tenant, inParts)]).toEqual([0n, 999_999n]);
  });

  it('rule 59: counts what was loaded in the month, even if it is spent', async () => {
    const balanceId = await bench.balance(tenant, { level: 'minimum' });
    await bench.load(tenant, balanceId, 1_000_000);
    await spend(tenant, balanceId, 1_000_000);
    const { status, body } = await bench.load(tenant, balanceId, 1);
    expect(status).toBe(422);
    expect(body).toMatchObject({
      code: 'limit_exceeded',
      rule: `${small}.loadMonthMaxMinor`,
      used: inr(1_000_000),
      remaining: inr(0),
      resetsAt: '2026-11-30T18:30:00.000Z',
    });
  });

  it('rules 59 and 60, boundary case 28: month and financial year begin anew at midnight in India', async () => {
    const customerId = await bench.customer(tenant, { level: 'minimum' });
    const balanceId = await bench.balance(tenant, { customerId });
    at('2027-03-31T18:29:59Z');
    expect((await bench.load(tenant, balanceId, 1_000_000)).status).toBe(201);
    await spend(tenant, balanceId, 1_000_000);
    expect(refusedBy(await bench.load(tenant, balanceId, 1))).toEqual([
      422,
      'limit_exceeded',
      `${small}.loadMonthMaxMinor`,
    ]);
    platform.clock.advance({ seconds: 1 });
    expect((await bench.load(tenant, balanceId, 300_000)).status).toBe(201);
    const counted = (await limitsOf(customerId)).filter(({ rule }) => rule.startsWith(`${small}.load`));
    expect(counted.map(({ used }) => used)).toEqual([inr(300_000), inr(300_000)]);
  });

  it('rule 62, boundary case 20: a small instrument takes money for 24 months, is spent after them, and is full with KYC', async () => {
    const customerId = await bench.customer(tenant, { level: 'minimum' });
    const balanceId = await bench.balance(tenant, { customerId });
    const openedAt = platform.clock.now();
    at(openedAt.toZonedDateTimeISO('Asia/Kolkata').add({ months: 24 }).toInstant().toString());
    expect((await bench.load(tenant, balanceId, 1_000)).status).toBe(201);
    platform.clock.advance({ hours: 24 });
    expect(refusedBy(await bench.load(tenant, balanceId, 1))).toEqual([
      422,
      'limit_exceeded',
      'law.ppi.smallCash.convertWithinMonths',
    ]);
    await spend(tenant, balanceId, 400);
    expect(await bench.postedOf(tenant, balanceId)).toBe(600n);
    const body = { level: 'full', reference: 'video call' };
    await call(wireAssert(platform), assertKyc, { as: { tenant }, params: { customerId }, body });
    expect((await bench.load(tenant, balanceId, 1)).status).toBe(201);
  });

  it('rule 60: refuses what would pass 1,20,000.00 in the financial year', async () => {
    const balanceId = await bench.balance(tenant, { level: 'minimum' });
    await bench.load(tenant, balanceId, 1);
    const stored = await bench.store.find(tenant, balanceId);
    const window = `USAGE#${windowAt('financial_year', platform.clock.now()).name}`;
    await platform.table.write({
      kind: 'update',
      key: { pk: String(stored?.person), sk: window },
      update: { text: 'SET #load = :load', names: { '#load': 'load' }, values: { ':load': 11_999_900n } },
    });
    const { body } = await bench.load(tenant, balanceId, 101);
    expect(body).toMatchObject({ code: 'limit_exceeded', rule: `${small}.loadFyMaxMinor`, remaining: inr(100) });
    expect((await bench.load(tenant, balanceId, 100)).status).toBe(201);
  });

  it('rule 64: lets a full customer hold 2,00,000.00 and not a paisa more', async () => {
    const balanceId = await bench.balance(tenant, { level: 'full' });
    expect((await bench.load(tenant, balanceId, 20_000_000)).status).toBe(201);
    expect(refusedBy(await bench.load(tenant, balanceId, 1))).toEqual([
      422,
      'limit_exceeded',
      'law.ppi.full.balanceMaxMinor',
    ]);
    await spend(tenant, balanceId, 1);
    expect((await bench.load(tenant, balanceId, 1)).status).toBe(201);
  });

  it('rule 70: sums over all balances of a person', async () => {
    const customerId = await bench.customer(tenant, { level: 'minimum' });
    const [one, two] = [await bench.balance(tenant, { customerId }), await bench.balance(tenant, { customerId })];
    await bench.load(tenant, one, 600_000);
    expect(refusedBy(await bench.load(tenant, two, 400_001))).toEqual([
      422,
      'limit_exceeded',
      `${small}.balanceMaxMinor`,
    ]);
    expect((await bench.load(tenant, two, 400_000)).status).toBe(201);
  });

  it('rule 70, boundary case 18: sums over tenants of one issuer, and tells the second nothing of the first', async () => {
    const phone = newPhone();
    const other = await bench.program();
    await bench.load(tenant, await bench.balance(tenant, { phone }), 15_000_000);
    const customerId = await bench.customer(other, { phone });
    const there = await bench.balance(other, { customerId });
    const { status, body } = await bench.load(other, there, 6_000_000);
    expect([status, body.code]).toEqual([422, 'limit_exceeded']);
    expect(body).toMatchObject({ limit: inr(20_000_000), used: inr(0), remaining: inr(5_000_000) });
    expect(JSON.stringify(body)).not.toContain('15000000');
    expect(JSON.stringify(body)).not.toContain(tenant.tenantId);
    expect(await limitsOf(customerId, other)).toContainEqual(
      expect.objectContaining({ used: inr(0), remaining: inr(5_000_000) }),
    );
    expect((await bench.load(other, there, 5_000_000)).status).toBe(201);
  });

  it('rule 70: another phone is another person', async () => {
    const other = await bench.program();
    await bench.load(tenant, await bench.balance(tenant), 20_000_000);
    expect((await bench.load(other, await bench.balance(other), 20_000_000)).status).toBe(201);
  });

  it('rule 70: a person keeps what it used when its phone changes', async () => {
    const customerId = await bench.customer(tenant, { level: 'minimum' });
    const balanceId = await bench.balance(tenant, { customerId });
    await bench.load(tenant, balanceId, 1_000_000);
    await platform.table.write({
      kind: 'update',
      key: { pk: `T#${tenant.tenantId}#CUSTOMER#${customerId}`, sk: 'CUSTOMER' },
      update: { text: 'SET phone = :phone', values: { ':phone': newPhone() } },
    });
    expect((await bench.load(tenant, balanceId, 1)).status).toBe(422);
    await spend(tenant, balanceId, 1);
    expect(refusedBy(await bench.load(tenant, balanceId, 1))).toEqual([
      422,
      'limit_exceeded',
      `${small}.loadMonthMaxMinor`,
    ]);
  });

  it('rule 70: what getKyc says is left is what is left, also when the phone changed meanwhile', async () => {
    const phone = newPhone();
    const other = await bench.program();
    await bench.load(other, await bench.balance(other, { phone }), 15_000_000);
    const customerId = await bench.customer(tenant, { phone });
    const balanceId = await bench.balance(tenant, { customerId });
    await bench.load(tenant, balanceId, 1_000_000);
    await platform.table.write({
      kind: 'update',
      key: { pk: `T#${tenant.tenantId}#CUSTOMER#${customerId}`, sk: 'CUSTOMER' },
      update: { text: 'SET phone = :phone', values: { ':phone': newPhone() } },
    });
    const left = { rule: 'law.ppi.full.balanceMaxMinor', used: inr(1_000_000), remaining: inr(4_000_000) };
    expect(await limitsOf(customerId)).toContainEqual(expect.objectContaining(left));
    expect((await bench.load(tenant, balanceId, 4_000_001)).status).toBe(422);
    expect((await bench.load(tenant, balanceId, 4_000_000)).status).toBe(201);
  });

  it('stores no phone where tenants are summed up, only a keyed hash and totals', async () => {
    const phone = newPhone();
    await bench.load(tenant, await bench.balance(tenant, { phone, level: 'minimum' }), 4_321);
    const people = (await platform.items()).filter(({ pk }) => String(pk).startsWith('PERSON#'));
    const own = people.filter((item) => item['outstanding'] === 4_321n || item['load'] === 4_321n);
    expect(own.map(({ sk }) => sk).toSorted()).toEqual(
      expect.arrayContaining(['OUTSTANDING', expect.stringMatching(/^USAGE#/)]),
    );
    for (const { pk } of own) expect(pk).toMatch(/^PERSON#sandbox#[0-9a-f]{64}$/);
    expect(JSON.stringify(people.map(({ pk, sk }) => [pk, sk]))).not.toContain(phone.slice(1));
  });

  it('lets only so many of concurrent loads through as the cap allows', async () => {
    const phone = newPhone();
    const other = await bench.program();
    const places = [
      [tenant, await bench.balance(tenant, { phone })],
      [other, await bench.balance(other, { phone })],
    ] as const;
    const answers = await Promise.all(places.map(([owner, balanceId]) => bench.load(owner, balanceId, 15_000_000)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 422]);
  });

  it('has no rupee limit for other currencies', async () => {
    const european = await bench.program(100_000_000n, 'EUR');
    const balanceId = await bench.balance(european, { currency: 'EUR', level: 'minimum' });
    const { status } = await call(wire(platform), loadBalance, {
      as: { tenant: european },
      params: { balanceId },
      body: { amount: inr(50_000_000, 'EUR'), source: { type: 'program' } },
    });
    expect(status).toBe(201);
    expect((await bench.store.find(european, balanceId))?.person).toBeUndefined();
  });

  it('M-06 getKyc shows what loadBalance counts', async () => {
    const customerId = await bench.customer(tenant, { level: 'minimum' });
    await bench.load(tenant, await bench.balance(tenant, { customerId }), 250_000);
    const limits = await limitsOf(customerId);
    expect(limits).toHaveLength(3);
    expect(limits.slice(0, 2)).toEqual([
      expect.objectContaining({ used: inr(250_000), remaining: inr(750_000) }),
      expect.objectContaining({ used: inr(250_000), remaining: inr(750_000) }),
    ]);
    expect(limits[2]).toMatchObject({ used: inr(250_000), remaining: inr(11_750_000) });
  });
});

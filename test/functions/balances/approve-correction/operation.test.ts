import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { approveCorrection } from '../../../../functions/balances/approve-correction/declaration.ts';
import { wire } from '../../../../functions/balances/approve-correction/handler.ts';
import { personOutstandingItem } from '../../../../functions/balances/infrastructure/limit-items.ts';
import { maxMinor } from '../../../../functions/kernel/money/money.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import { checker, correctionBench, maker } from '../correction-bench.ts';
import { foldJournal } from '../given-partners.ts';
import type { MoneyBench } from '../money-bench.ts';
import { inr, moneyBench } from '../money-bench.ts';

let platform: TestPlatform;
let bench: MoneyBench;
let corrections: ReturnType<typeof correctionBench>;
let tenant: TenantContext;

beforeAll(async () => {
  platform = await startTestPlatform();
  bench = moneyBench(platform);
  corrections = correctionBench(platform);
  tenant = await bench.program();
});
afterAll(() => platform.stop());

const pending = async (balanceId: string, amount = 100, direction: 'credit' | 'debit' = 'credit'): Promise<string> =>
  String((await corrections.create(balanceId, { amount, direction })).body.correctionId);

const outstandingOf = async (balanceId: string): Promise<bigint> => {
  const { person = '' } = (await bench.store.find(tenant, balanceId)) ?? {};
  const item = await platform.table.get({ pk: person, sk: 'OUTSTANDING' });
  return item === undefined ? 0n : personOutstandingItem.decode(item).outstanding;
};

describe('approveCorrection', () => {
  itRefusesBadRequests({
    declaration: approveCorrection,
    handler: () => wire(platform),
    valid: async () => ({
      as: checker,
      params: { correctionId: await pending(await bench.balance(tenant, { posted: 500n })) },
    }),
  });

  it('2.6 I1 posts a credit against suspense', async () => {
    const balanceId = await bench.balance(tenant, { posted: 500n });
    const correctionId = await pending(balanceId, 300);
    const { status, body } = await corrections.approve(correctionId);
    expect([status, body.status, body.correctionId]).toEqual([200, 'completed', correctionId]);
    expect(await bench.postedOf(tenant, balanceId)).toBe(800n);
    const [entry] = await bench.recordsOf(balanceId);
    expect(entry).toMatchObject({ type: 'transaction.posted', resourceId: body.transactionId });
    expect(entry?.['legs']).toEqual([
      { account: 'suspense', currency: 'INR', minor: -300n },
      { account: `customer:${balanceId}`, currency: 'INR', minor: 300n },
    ]);
    expect(JSON.parse(String(entry?.['data']))).toMatchObject({
      type: 'correction',
      amount: inr(300),
      reference: correctionId,
      description: 'Booked twice',
    });
    const records = await bench.recordsOf(correctionId);
    expect(records.map(({ type, actor }) => [type, actor])).toEqual([
      ['correction.requested', 'staff:Admin:maker'],
      ['correction.approved', 'staff:Manager:checker'],
    ]);
  });

  it('2.3 takes a balance below zero, whatever is available', async () => {
    const balanceId = await bench.balance(tenant, { posted: 100n, held: 60n });
    expect((await corrections.correct(balanceId, { amount: 250, direction: 'debit' })).status).toBe(200);
    expect(await bench.store.find(tenant, balanceId)).toMatchObject({ posted: -150n, held: 60n });
    const [entry] = await bench.recordsOf(balanceId);
    expect(entry?.['legs']).toEqual([
      { account: `customer:${balanceId}`, currency: 'INR', minor: -250n },
      { account: 'suspense', currency: 'INR', minor: 250n },
    ]);
  });

  it('takes no balance beyond what an answer can say', async () => {
    const balanceId = await bench.balance(tenant, { posted: maxMinor - 5n });
    const { status, body } = await corrections.correct(balanceId, { amount: 6 });
    expect([status, body.code]).toEqual([409, 'invalid_state']);
    expect((await corrections.correct(balanceId, { amount: 5 })).status).toBe(200);
    expect(await bench.postedOf(tenant, balanceId)).toBe(maxMinor);
  });

  it('takes no balance further below zero than an answer can say', async () => {
    const balanceId = await bench.balance(tenant, { posted: 5n - maxMinor });
    const { status, body } = await corrections.correct(balanceId, { amount: 6, direction: 'debit' });
    expect([status, body.code]).toEqual([409, 'invalid_state']);
    expect((await corrections.correct(balanceId, { amount: 5, direction: 'debit' })).status).toBe(200);
    expect(await bench.postedOf(tenant, balanceId)).toBe(-maxMinor);
  });

  it('refuses the operator who asked for it, in whatever role', async () => {
    const balanceId = await bench.balance(tenant);
    const correctionId = await pending(balanceId);
    for (const as of [maker, { ...maker, staff: 'Manager' } as const]) {
      const { status, body } = await corrections.approve(correctionId, { as });
      expect([status, body.code]).toEqual([403, 'maker_is_checker']);
    }
    expect(await bench.postedOf(tenant, balanceId)).toBe(0n);
  });

  it('refuses staff of a tenant', async () => {
    const as = { staff: 'Admin', of: tenant } as const;
    const { status, body } = await corrections.approve(await pending(await bench.balance(tenant)), { as });
    expect([status, body.code]).toEqual([403, 'forbidden_role']);
  });

  it('refuses what is completed', async () => {
    const correctionId = await pending(await bench.balance(tenant));
    await corrections.approve(correctionId);
    const { status, body } = await corrections.approve(correctionId);
    expect([status, body.code]).toEqual([409, 'invalid_state']);
  });

  it('I4 moves once when many approve at the same time', async () => {
    const balanceId = await bench.balance(tenant);
    const correctionId = await pending(balanceId, 70);
    const answers = await Promise.all(Array.from({ length: 8 }, () => corrections.approve(correctionId)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ body }) => body.code === 'invalid_state')).toHaveLength(7);
    expect(await bench.postedOf(tenant, balanceId)).toBe(70n);
  });

  it('I4 moves once, however often the approval is repeated', async () => {
    const balanceId = await bench.balance(tenant);
    const correctionId = await pending(balanceId, 70);
    const key = randomUUID();
    await Promise.all([1, 2, 3].map(() => corrections.approve(correctionId, { key })));
    const last = await corrections.approve(correctionId, { key });
    expect([last.status, last.headers['idempotent-replayed']]).toEqual([200, 'true']);
    expect(await bench.postedOf(tenant, balanceId)).toBe(70n);
  });

  it.each(['frozen', 'closing'] as const)('2.3 corrects a %s balance', async (state) => {
    const balanceId = await bench.balance(tenant, { state, posted: 10n });
    expect((await corrections.correct(balanceId, { amount: 5 })).status).toBe(200);
    expect(await bench.postedOf(tenant, balanceId)).toBe(15n);
  });

  it('2.3 refuses a balance that was closed meanwhile', async () => {
    const balanceId = await bench.balance(tenant);
    const correctionId = await pending(balanceId);
    const closed = await bench.store.find(tenant, balanceId);
    if (closed === undefined) throw new Error('the balance is gone');
    const { write } = bench.store.changeState(tenant, { ...closed, state: 'closed', sequence: closed.sequence + 1 });
    await platform.table.transact([write], randomUUID());
    const { status, body } = await corrections.approve(correctionId);
    expect([status, body.code]).toEqual([409, 'invalid_state']);
  });

  it('rule 70 passes the caps, and keeps the total of the person true', async () => {
    const balanceId = await bench.balance(tenant, { level: 'minimum' });
    await bench.load(tenant, balanceId, 900_000);
    await corrections.correct(balanceId, { amount: 200_000 });
    expect([await bench.postedOf(tenant, balanceId), await outstandingOf(balanceId)]).toEqual([1_100_000n, 1_100_000n]);
    expect((await bench.load(tenant, balanceId, 1)).status).toBe(422);
    await corrections.correct(balanceId, { amount: 1_200_000, direction: 'debit' });
    expect([await bench.postedOf(tenant, balanceId), await outstandingOf(balanceId)]).toEqual([-100_000n, -100_000n]);
  });

  it('rule 70 counts a correction that is the first money of a balance', async () => {
    const balanceId = await bench.balance(tenant);
    await corrections.correct(balanceId, { amount: 40 });
    expect(await outstandingOf(balanceId)).toBe(40n);
    await bench.debit(tenant, balanceId, 40);
    await foldJournal(platform, tenant);
    expect(await outstandingOf(balanceId)).toBe(0n);
  });

  it('knows no unknown correction', async () => {
    for (const correctionId of [platform.ids.next('cor', tenant), 'cor_1']) {
      const { status, body } = await corrections.approve(correctionId);
      expect([status, body.code]).toEqual([404, 'correction_not_found']);
    }
  });
});

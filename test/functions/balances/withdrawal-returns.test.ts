import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BalanceState } from '../../../functions/balances/domain/balance.ts';
import { personOutstandingItem } from '../../../functions/balances/infrastructure/limit-items.ts';
import { wire as wireEvents } from '../../../functions/ingress/process-issuer-event/handler.ts';
import type { TenantContext } from '../../../functions/kernel/tenancy/tenant-context.ts';
import { toTimestamp } from '../../../functions/kernel/time/clock.ts';
import { bankTransferItem } from '../../../functions/sandbox/sandbox-twin/bank/bank-items.ts';
import { controlCall } from '../../support/sealed-call.ts';
import { deliver } from '../../support/trigger.ts';
import { foldJournal } from './given-partners.ts';
import { inr } from './money-bench.ts';
import type { WithdrawalBench } from './withdrawal-bench.ts';
import { startWithdrawalBench } from './withdrawal-bench.ts';

let bench: WithdrawalBench;
let tenant: TenantContext;

beforeAll(async () => {
  bench = await startWithdrawalBench();
  tenant = await bench.bench.program(1_000_000_000n);
});
afterAll(() => bench.stop());

const given = async (loaded = 1_000) => {
  const balanceId = await bench.bench.balance(tenant);
  await bench.bench.load(tenant, balanceId, loaded);
  return { balanceId, token: await bench.link(tenant, balanceId) };
};

const paidOut = async (amount = 400) => {
  const place = await given();
  const to = { type: 'bank_account', token: place.token };
  const { body } = await bench.withdraw(tenant, place.balanceId, { amount, to });
  return { ...place, withdrawalId: String(body.withdrawalId) };
};

/** What the bank calls the payment of a withdrawal. */
const paymentOf = async (withdrawalId: string): Promise<string> => {
  const transfers = (await bench.twin.platform.items(bankTransferItem.name)).map((item) =>
    bankTransferItem.decode(item),
  );
  return transfers.find(({ reference }) => reference === withdrawalId)?.transferId ?? '';
};

const told = async (withdrawalId: string) => ({
  eventId: `pev_${randomUUID()}`,
  type: 'bank_transfer.returned',
  reference: await paymentOf(withdrawalId),
  occurredAt: toTimestamp(bench.platform.clock.now()),
  data: { amount: 400, currency: 'INR', reason: 'account_closed' },
});

const hear = ({ eventId, ...body }: Awaited<ReturnType<typeof told>>): Promise<boolean> =>
  deliver(wireEvents(bench.platform), {
    eventId,
    raw: Buffer.from(JSON.stringify(body)).toString('base64'),
    receivedAt: toTimestamp(bench.platform.clock.now()),
  });

const posted = (balanceId: string) => bench.bench.postedOf(tenant, balanceId);

const returnsOf = async (balanceId: string) =>
  (await bench.bench.recordsOf(balanceId)).filter((record) => String(record['data']).includes('"withdrawal_return"'));

const put = async (balanceId: string, state: BalanceState): Promise<void> => {
  await bench.platform.table.write({
    kind: 'update',
    key: { pk: bench.bench.store.partition(tenant, balanceId), sk: 'BALANCE' },
    update: {
      text: `SET #state = :state${state === 'closed' ? ', available = :none' : ''}`,
      names: { '#state': 'state' },
      values: { ':state': state, ...(state === 'closed' ? { ':none': 0n } : {}) },
    },
  });
};

const outstandingOf = async (balanceId: string): Promise<bigint> => {
  const person = (await bench.bench.store.find(tenant, balanceId))?.person ?? '';
  const item = await bench.platform.table.get({ pk: person, sk: 'OUTSTANDING' });
  return item === undefined ? 0n : personOutstandingItem.decode(item).outstanding;
};

describe('A withdrawal that the bank gives back', () => {
  it('2.7 I1 is posted with legs, by the event of the bank itself, and stays completed', async () => {
    const { balanceId, token, withdrawalId } = await paidOut();
    expect([await posted(balanceId), await bench.atBank(tenant, token)]).toEqual([600n, 400n]);
    const path = '/control/v1/bank-returns';
    const order = { path, program: tenant.tenantId, body: { reference: withdrawalId, reason: 'account_closed' } };
    const { body } = await controlCall(bench.twin, order);
    expect(await bench.atBank(tenant, token)).toBe(0n);
    const webhook = bench.twin.received.find(({ headers }) => headers['x-event-id'] === body.eventId);
    const event = await told(withdrawalId);
    expect(webhook?.body).toEqual({
      type: event.type,
      reference: event.reference,
      data: event.data,
      occurredAt: expect.any(String) as string,
    });
    expect(await hear(event)).toBe(true);
    expect(await bench.moneyOf(tenant, balanceId)).toEqual([1_000n, 0n]);
    expect(await bench.store.givenBack(tenant, balanceId, { type: 'bank_account', token })).toBe(0n);
    const [record, ...more] = await returnsOf(balanceId);
    expect(more).toEqual([]);
    expect(JSON.parse(String(record?.['data']))).toMatchObject({
      type: 'withdrawal_return',
      amount: inr(400),
      reference: withdrawalId,
    });
    expect(record?.['legs']).toEqual([
      { account: 'pooled', currency: 'INR', minor: -400n },
      { account: `customer:${balanceId}`, currency: 'INR', minor: 400n },
    ]);
    const shown = (await bench.show(tenant, withdrawalId)).body as unknown;
    expect(shown).toMatchObject({ status: 'completed', returnTransactionId: record?.['resourceId'] });
    const types = (await bench.bench.recordsOf(withdrawalId)).map(({ type }) => type);
    expect(types).toEqual(['withdrawal.requested', 'withdrawal.completed', 'withdrawal.returned']);
  });

  it('I3 is posted once, under one event id and under many, at once and after', async () => {
    const { balanceId, withdrawalId } = await paidOut();
    const same = await told(withdrawalId);
    const heard = [same, same, await told(withdrawalId), await told(withdrawalId)];
    await Promise.all(heard.map((event) => hear(event)));
    for (const event of heard) expect(await hear(event)).toBe(true);
    expect([await posted(balanceId), (await returnsOf(balanceId)).length]).toEqual([1_000n, 1]);
  });

  it('I6 that is told before the withdrawal is completed here waits for it', async () => {
    const { balanceId, token } = await given();
    const early: Awaited<ReturnType<typeof told>>[] = [];
    const hasty: typeof fetch = async (...request) => {
      const answer = await fetch(...request);
      if (!new Request(...request).url.endsWith('/payouts')) return answer;
      const transfers = (await bench.twin.platform.items(bankTransferItem.name)).map((item) =>
        bankTransferItem.decode(item),
      );
      const paid = transfers.find((transfer) => transfer.token === token);
      early.push(await told(paid?.reference ?? ''));
      for (const event of early) expect(await hear(event)).toBe(false);
      return answer;
    };
    const on = { ...bench.platform, fetch: hasty };
    const to = { type: 'bank_account', token };
    const { body } = await bench.withdraw(tenant, balanceId, { amount: 400, to, on });
    expect([body.status, await posted(balanceId), early.length]).toEqual(['completed', 600n, 1]);
    for (const event of early) expect(await hear(event)).toBe(true);
    expect(await posted(balanceId)).toBe(1_000n);
  });

  it.each(['frozen', 'closing'] as const)('2.3 comes into a %s balance all the same', async (state) => {
    const { balanceId, withdrawalId } = await paidOut();
    await put(balanceId, state);
    expect(await hear(await told(withdrawalId))).toBe(true);
    expect(await posted(balanceId)).toBe(1_000n);
  });

  it('2.3 goes to suspense when the balance is closed', async () => {
    const { balanceId, withdrawalId } = await paidOut();
    await put(balanceId, 'closed');
    expect(await hear(await told(withdrawalId))).toBe(true);
    expect(await hear(await told(withdrawalId))).toBe(true);
    expect(await posted(balanceId)).toBe(0n);
    const [record, ...more] = await returnsOf(balanceId);
    expect(more).toEqual([]);
    expect(record?.['legs']).toEqual([
      { account: 'pooled', currency: 'INR', minor: -400n },
      { account: 'suspense', currency: 'INR', minor: 400n },
    ]);
  });

  it('rule 64 comes back past the limit, and what the person holds is true again', async () => {
    const { balanceId, token } = await given(20_000_000);
    const to = { type: 'bank_account', token };
    const { body } = await bench.withdraw(tenant, balanceId, { amount: 400, to });
    await foldJournal(bench.platform, tenant);
    expect(await outstandingOf(balanceId)).toBe(19_999_600n);
    expect((await bench.bench.load(tenant, balanceId, 400)).status).toBe(201);
    expect(await hear(await told(String(body.withdrawalId)))).toBe(true);
    await foldJournal(bench.platform, tenant);
    expect([await posted(balanceId), await outstandingOf(balanceId)]).toEqual([20_000_400n, 20_000_400n]);
    const refused = await bench.bench.load(tenant, balanceId, 1);
    expect([refused.status, refused.body.code]).toEqual([422, 'limit_exceeded']);
  });
});

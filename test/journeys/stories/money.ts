import { expect } from 'vitest';
import * as z from 'zod';
import type { JourneyPlatform, Story } from '../platform.ts';
import { newTenant, readyCustomer } from '../support/actors.ts';
import type { Caller } from '../support/caller.ts';
import { answered, refused, staff } from '../support/caller.ts';
import { eventually } from '../support/eventually.ts';
import type { Order } from '../support/money.ts';
import {
  availableOf,
  carryOut,
  expectReplayed,
  givenPurse,
  inr,
  loadOrder,
  money,
  orderOf,
  purseOf,
  send,
} from '../support/money.ts';

const transaction = z.strictObject({
  transactionId: z.string().startsWith('txn_'),
  balanceId: z.string(),
  type: z.string(),
  status: z.enum(['pending', 'posted']),
  amount: money,
  reference: z.string(),
  description: z.string().optional(),
  createdAt: z.iso.datetime(),
});

const history = z.strictObject({ data: z.array(transaction), nextCursor: z.string().nullable() });

const debitOrder = (tenant: Caller, balanceId: string, amount: number): Order =>
  orderOf(tenant, `/secure/balances/${balanceId}/debits`, { amount: inr(amount), reason: 'Annual fee' });

const transferOrder = (tenant: Caller, sides: { from: string; to: string }, amount: number): Order =>
  orderOf(tenant, '/secure/transfers', {
    fromBalanceId: sides.from,
    to: { balanceId: sides.to },
    amount: inr(amount),
  });

const historyOf = async (tenant: Caller, path: string): Promise<readonly z.output<typeof transaction>[]> => {
  const found: z.output<typeof transaction>[] = [];
  let cursor: string | null = null;
  do {
    const at: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const { data, nextCursor } = answered(await tenant.get(`${path}?limit=2${at}`), 200, history);
    expect(data.length).toBeLessThanOrEqual(2);
    found.push(...data);
    cursor = nextCursor;
  } while (cursor !== null);
  return found;
};

const lines = (rows: readonly z.output<typeof transaction>[]) =>
  rows.map(({ type, status, amount }) => `${type} ${status} ${String(amount.amount)}`);

interface Levels {
  readonly sender: number;
  readonly receiver: number;
  readonly credit: number;
}

/** All parties of the journey and what they may look at. */
interface Parties {
  readonly tenantId: string;
  readonly tenant: Caller;
  readonly operator: Caller;
  readonly from: string;
  readonly to: string;
  readonly partnerBalanceId: string;
}

const expectLevels = async (
  { tenant, from, to, partnerBalanceId }: Parties,
  { sender, receiver, credit }: Levels,
): Promise<void> => {
  expect({
    sender: await availableOf(tenant, from),
    receiver: await availableOf(tenant, to),
    credit: await purseOf(tenant, partnerBalanceId),
  }).toEqual({ sender, receiver, credit });
};

const expectHistory = async ({ tenant, from, to }: Parties): Promise<void> => {
  const sent = await historyOf(tenant, `/secure/balances/${from}/transactions`);
  expect(lines(sent)).toEqual(['debit posted -100000', 'transfer_out posted -200000', 'load posted 500000']);
  const received = await historyOf(tenant, `/secure/balances/${to}/transactions`);
  expect(lines(received)).toEqual(['transfer_in posted 200000']);
  expect(received[0]?.reference, 'one transfer').toBe(sent[1]?.reference);

  const all = await historyOf(tenant, '/secure/transactions');
  expect(all.map(({ createdAt }) => createdAt)).toEqual(
    all
      .map(({ createdAt }) => createdAt)
      .toSorted()
      .reverse(),
  );
  const ids = (rows: readonly { transactionId: string }[]) => rows.map(({ transactionId }) => transactionId).sort();
  expect(ids(all)).toEqual(ids([...sent, ...received]));
  for (const row of all) {
    expect(answered(await tenant.get(`/secure/transactions/${row.transactionId}`), 200, transaction)).toEqual(row);
  }
};

const summary = z.object({
  currencies: z.array(z.object({ currency: z.string(), users: money, partners: money, wallet: money })),
});

/** The sums follow the journal within moments. */
const expectSummary = async (
  { operator, tenantId }: Parties,
  { users, partners }: { users: number; partners: number },
): Promise<void> => {
  const expected = { currency: 'INR', users: inr(users), partners: inr(partners), wallet: inr(users + partners) };
  await eventually('the summary of what has moved', async () => {
    const answer = await operator.get(`/admin/balance-summary?tenantId=${tenantId}`);
    const { currencies } = answered(answer, 200, summary);
    return JSON.stringify(currencies) === JSON.stringify([expected]) ? currencies : undefined;
  });
};

const parties = async (platform: JourneyPlatform, name: string): Promise<Omit<Parties, 'partnerBalanceId'>> => {
  const { tenantId, backend: tenant } = await newTenant(platform, name);
  const { balanceId: from } = await readyCustomer(tenant, 'Nandini');
  const { balanceId: to } = await readyCustomer(tenant, 'Farhan');
  return { tenantId, tenant, operator: staff(platform, platform.operatorToken), from, to };
};

const movement: Story = {
  title:
    'M-08 M-10 M-11 M-18 M-23 AN-67 AN-68 AN-71 AN-72 AN-73 money from the program to a customer, on to another and back: every paisa is accounted for, and repeats move nothing',
  run: async (platform) => {
    const without = await parties(platform, 'Brahmaputra Wallet');
    const { tenant, operator, tenantId, from, to } = without;
    const early = refused(await send(loadOrder(tenant, from, 1)), 402, 'insufficient_funds');
    expect(early.detail).toBe('partner_credit');
    const { partnerBalanceId, made: funding } = await givenPurse(operator, {
      tenantId,
      kind: 'credit',
      amount: 1_000_000,
    });
    const all: Parties = { ...without, partnerBalanceId };
    await expectLevels(all, { sender: 0, receiver: 0, credit: 1_000_000 });

    const orders = [
      loadOrder(tenant, from, 500_000),
      transferOrder(tenant, { from, to }, 200_000),
      debitOrder(tenant, from, 100_000),
    ];
    const made = [...funding];
    for (const order of orders) made.push(await carryOut(order));
    const after = { sender: 200_000, receiver: 200_000, credit: 600_000 };
    await expectLevels(all, after);

    const short = refused(await send(debitOrder(tenant, from, 200_001)), 402, 'insufficient_funds');
    expect(short.detail).toBe('balance');
    const tooMuch = refused(await send(loadOrder(tenant, from, 600_001)), 402, 'insufficient_funds');
    expect(tooMuch.detail).toBe('partner_credit');
    await expectHistory(all);
    await expectSummary(all, { users: 400_000, partners: 600_000 });

    for (const each of made) await expectReplayed(each);
    await expectLevels(all, after);
    await expectHistory(all);
    await expectSummary(all, { users: 400_000, partners: 600_000 });
  },
};

const restricted: Story = {
  title: 'M-23 a tenant without the grant sees what its customers have, and no single transaction',
  run: async (platform) => {
    const without = await parties(platform, 'Teesta Wallet');
    const { tenant, operator, tenantId, from } = without;
    await givenPurse(operator, { tenantId, kind: 'credit', amount: 1_000_000 });
    await carryOut(loadOrder(tenant, from, 12_345));
    const [row] = await historyOf(tenant, `/secure/balances/${from}/transactions`);
    const settings = { settings: { transactionData: 'aggregated_only' } };
    answered(await operator.patch(`/admin/tenants/${tenantId}`, settings), 200, z.looseObject({}));

    for (const path of [
      'transactions',
      `balances/${from}/transactions`,
      `transactions/${String(row?.transactionId)}`,
    ]) {
      refused(await tenant.get(`/secure/${path}`), 403, 'transaction_data_restricted');
    }
    expect(await availableOf(tenant, from)).toBe(12_345);
  },
};

const foreign: Story = {
  title: 'M-33 money and its history stay within their tenant',
  run: async (platform) => {
    const mine = await parties(platform, 'Chambal Wallet');
    const other = await parties(platform, 'Betwa Wallet');
    await givenPurse(mine.operator, { tenantId: mine.tenantId, kind: 'credit', amount: 100_000 });
    await carryOut(loadOrder(mine.tenant, mine.from, 10_000));
    const [row] = await historyOf(mine.tenant, `/secure/balances/${mine.from}/transactions`);

    refused(await other.tenant.get(`/secure/balances/${mine.from}/transactions`), 404, 'balance_not_found');
    const path = `/secure/transactions/${String(row?.transactionId)}`;
    refused(await other.tenant.get(path), 404, 'transaction_not_found');
    expect(await historyOf(other.tenant, '/secure/transactions')).toEqual([]);
    refused(await send(debitOrder(other.tenant, mine.from, 1)), 404, 'balance_not_found');
    const stolen = transferOrder(mine.tenant, { from: mine.from, to: other.to }, 1);
    refused(await send(stolen), 404, 'balance_not_found');
    expect(await availableOf(mine.tenant, mine.from)).toBe(10_000);
  },
};

export const moneyStories: readonly Story[] = [movement, restricted, foreign];

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Balance } from '../../../../functions/balances/domain/balance.ts';
import { openBalance } from '../../../../functions/balances/domain/balance.ts';
import { getBalance } from '../../../../functions/balances/get-balance/declaration.ts';
import { wire } from '../../../../functions/balances/get-balance/handler.ts';
import { getBalance as operation } from '../../../../functions/balances/get-balance/operation.ts';
import { dynamoBalanceStore } from '../../../../functions/balances/infrastructure/dynamo-balance-store.ts';
import type { CardOnBalance } from '../../../../functions/balances/ports/cards-of-balance.ts';
import type { HttpHandler } from '../../../../functions/kernel/operation/http-operation.ts';
import { httpOperation } from '../../../../functions/kernel/operation/http-operation.ts';
import { pager } from '../../../../functions/kernel/persistence/page.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';

let platform: TestPlatform;
let handler: HttpHandler;
let tenant: TenantContext;

beforeAll(async () => {
  platform = await startTestPlatform();
  handler = wire(platform);
  tenant = await platform.tenant();
});
afterAll(() => platform.stop());

const store = () => dynamoBalanceStore(platform.table, pager(platform.secrets));

const balanceWith = async (traits: Partial<Balance> = {}, owner = tenant) => {
  const balanceId = platform.ids.next('bal', owner);
  const account = { externalId: `acc_${balanceId}`, number: '4400112233' };
  const opening = {
    balanceId,
    customerId: platform.ids.next('cus', owner),
    currency: 'INR',
    account,
    level: 'full',
  } as const;
  const balance = { ...openBalance(opening, platform.clock.now()), ...traits };
  const writes = store()
    .create(owner, balance)
    .map(({ write }) => write);
  await platform.table.transact(writes, randomUUID());
  return balance;
};

const show = (balanceId: string, through = handler) =>
  call(through, getBalance, { as: { tenant }, params: { balanceId } });

const card: CardOnBalance = {
  cardId: 'crd_1',
  type: 'virtual',
  status: 'active',
  displayName: 'ASHA RAO',
  firstSix: '400000',
  lastFour: '0002',
  expiryMonth: 11,
  expiryYear: 2029,
};

describe('getBalance', () => {
  itRefusesBadRequests({
    declaration: getBalance,
    handler: () => handler,
    valid: async () => ({ as: { tenant }, params: { balanceId: (await balanceWith()).balanceId } }),
  });

  it('M-07 AN-36 shows currency, value and state', async () => {
    const { balanceId, customerId } = await balanceWith();
    const { status, body } = await show(balanceId);
    const nothing = { amount: 0, currency: 'INR' };
    expect(status).toBe(200);
    expect(body).toEqual({
      balanceId,
      customerId,
      currency: 'INR',
      posted: nothing,
      held: nothing,
      available: nothing,
      state: 'active',
      virtualAccount: { number: '4400112233' },
      createdAt: '2026-11-21T06:30:00.000Z',
      cards: [],
    });
  });

  it.each([
    [10_000n, 2_500n, 7_500],
    [0n, 1n, -1],
    [-500n, 0n, -500],
    [9_007_199_254_740_991n, 0n, 9_007_199_254_740_991],
  ])('has available = posted - held: %d - %d = %d', async (posted, held, available) => {
    const { balanceId } = await balanceWith({ posted, held });
    expect((await show(balanceId)).body.available).toEqual({ amount: available, currency: 'INR' });
  });

  it.each(['frozen', 'closing', 'closed'] as const)('still shows a %s balance', async (state) => {
    const { balanceId } = await balanceWith({ state });
    expect((await show(balanceId)).body.state).toBe(state);
  });

  it('AN-39 lists the cards on it, masked: what a card has besides does not leave', async () => {
    const { balanceId } = await balanceWith();
    const cards = {
      ofBalance: async () => [
        { ...card, fingerprint: 'secret' },
        { ...card, cardId: 'crd_2' },
      ],
    };
    const through = httpOperation(getBalance, platform, operation({ balances: store(), cards }));
    expect((await show(balanceId, through)).body.cards).toEqual([card, { ...card, cardId: 'crd_2' }]);
  });

  it('M-33 answers an unknown, a malformed and a foreign id alike', async () => {
    const foreign = await balanceWith({}, await platform.tenant());
    for (const balanceId of [platform.ids.next('bal', tenant), 'bal_1', foreign.balanceId]) {
      const { status, body } = await show(balanceId);
      expect([status, body.code, body.detail]).toEqual([404, 'balance_not_found', 'There is no such resource.']);
    }
  });
});

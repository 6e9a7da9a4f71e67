import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamoBalanceStore, balanceKey } from '../../../functions/balances/infrastructure/dynamo-balance-store.ts';
import { spendCardWrites } from '../../../functions/balances/infrastructure/dynamo-spend-cards.ts';
import { dynamoHolderStanding } from '../../../functions/balances/infrastructure/dynamo-held-balances.ts';
import { openBalance } from '../../../functions/balances/domain/balance.ts';
import { pager } from '../../../functions/kernel/persistence/page.ts';
import type { WriteIntent } from '../../../functions/kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../../functions/kernel/tenancy/tenant-context.ts';
import type { TestPlatform } from '../../support/test-platform.ts';
import { startTestPlatform } from '../../support/test-platform.ts';

let platform: TestPlatform;
let tenant: TenantContext;

beforeAll(async () => {
  platform = await startTestPlatform();
  tenant = await platform.tenant();
});
afterAll(() => platform.stop());

const commit = (intents: readonly WriteIntent[]) =>
  platform.table.transact(
    intents.map(({ write }) => write),
    randomUUID(),
  );

const opened = async (customerId = platform.ids.next('cus', tenant)) => {
  const balanceId = platform.ids.next('bal', tenant);
  const account = { externalId: `acc_${balanceId}`, number: '1' };
  const store = dynamoBalanceStore(platform.table, pager(platform.secrets));
  const opening = { balanceId, customerId, currency: 'INR', account, level: 'minimum' } as const;
  await commit(store.create(tenant, openBalance(opening, platform.clock.now())));
  return { balanceId, customerId };
};

const stored = (balanceId: string) => platform.table.get(balanceKey(tenant, balanceId));

const card = (status: 'active' | 'inactive' = 'active') => ({
  cardId: platform.ids.next('crd', tenant),
  status,
  expiryMonth: 3,
  expiryYear: 2030,
});

describe('What stands on a balance for its authorizations', () => {
  it('M-06 every balance of a customer takes over its level', async () => {
    const { customerId, balanceId } = await opened();
    const other = await opened(customerId);
    const foreign = await opened();
    await commit(await dynamoHolderStanding(platform.table).levelWrites(tenant, customerId, 'full'));
    const levels = await Promise.all([balanceId, other.balanceId, foreign.balanceId].map(stored));
    expect(levels.map((item) => item?.['level'])).toEqual(['full', 'full', 'minimum']);
  });

  it('rule 88 a new card may be used by contact at home, whatever its program', async () => {
    const { balanceId } = await opened();
    const placed = card('inactive');
    await commit([spendCardWrites.place(tenant, balanceId, placed)]);
    expect((await stored(balanceId))?.['cards']).toEqual({
      [placed.cardId]: { status: 'inactive', expiry: '2030-03', channels: 'pa' },
    });
  });

  it('AN-38 cards stand side by side, and a change touches one of them', async () => {
    const { balanceId } = await opened();
    const [first, second] = [card(), card()];
    await commit([spendCardWrites.place(tenant, balanceId, first)]);
    await commit([spendCardWrites.place(tenant, balanceId, second)]);
    await commit([spendCardWrites.change(tenant, balanceId, { cardId: first.cardId, status: 'locked' })]);
    await commit([spendCardWrites.change(tenant, balanceId, { cardId: second.cardId, channels: ['ecom', 'pos'] })]);
    expect((await stored(balanceId))?.['cards']).toMatchObject({
      [first.cardId]: { status: 'locked', channels: 'pa' },
      [second.cardId]: { status: 'active', channels: 'ep' },
    });
  });

  it('refuses a card on a balance that is not active, and a change of one that is not there', async () => {
    const { balanceId } = await opened();
    const store = dynamoBalanceStore(platform.table, pager(platform.secrets));
    const balance = await store.find(tenant, balanceId);
    if (balance === undefined) throw new Error('the balance is gone');
    await commit([store.changeState(tenant, { ...balance, state: 'frozen', sequence: balance.sequence + 1 })]);
    const outcomes = await Promise.all([
      commit([spendCardWrites.place(tenant, balanceId, card())]),
      commit([spendCardWrites.change(tenant, balanceId, { cardId: 'crd_none', status: 'locked' })]),
    ]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['cancelled', 'cancelled']);
    expect(spendCardWrites.place(tenant, balanceId, card()).refused(await stored(balanceId))).toMatchObject({
      code: 'invalid_state',
    });
    expect((await stored(balanceId))?.['cards']).toEqual({});
  });
});

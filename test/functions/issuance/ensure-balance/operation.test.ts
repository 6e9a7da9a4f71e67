import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storeCustomer } from '../../../support/stored-customer.ts';
import { givenBalance } from '../../cards/given-cards.ts';
import type { CardWorld } from '../given-issuances.ts';
import { givenIssuance, historyOf, order, startCardWorld, storedIssuance, tasksOf } from '../given-issuances.ts';

let world: CardWorld;

beforeAll(async () => {
  world = await startCardWorld();
});
afterAll(() => world.stop());

const givenVerified = async (body: Readonly<Record<string, unknown>> = order) => {
  const { customerId } = await storeCustomer(world.platform, world.tenant, { level: 'minimum' });
  const issuanceId = await givenIssuance(world, customerId, body);
  await tasksOf(world).ensureKyc(issuanceId, `token of ${issuanceId}`);
  const { balanceId } = await storedIssuance(world, issuanceId);
  return { customerId, issuanceId, balanceId };
};

const balances = async (customerId: string) =>
  (await world.platform.items()).filter((item) => item['item'] === 'balance' && item['customerId'] === customerId);

const accounts = async (reference: string) =>
  (await world.twin.platform.items()).filter(
    (item) => item['item'] === 'twin_account' && item['reference'] === reference,
  );

const statusOf = async (issuanceId: string) => (await storedIssuance(world, issuanceId)).status;

describe('ensureBalance', () => {
  it('AN-37 opens the balance under the id chosen at the start', async () => {
    const { customerId, issuanceId, balanceId } = await givenVerified();
    await tasksOf(world).ensureBalance(issuanceId);
    expect(await balances(customerId)).toMatchObject([{ balanceId, currency: 'INR', state: 'active' }]);
    expect(await accounts(balanceId)).toHaveLength(1);
    expect(await statusOf(issuanceId)).toBe('creating_card');
  });

  it('I3 opens one balance however often and however many at once it is run', async () => {
    const { customerId, issuanceId, balanceId } = await givenVerified();
    const run = () => tasksOf(world).ensureBalance(issuanceId);
    await Promise.all([run(), run(), run()]);
    await run();
    expect(await balances(customerId)).toHaveLength(1);
    expect(await accounts(balanceId)).toHaveLength(1);
    expect(await historyOf(world, issuanceId)).toEqual([
      'issuance.requested',
      'issuance.kyc_satisfied',
      'issuance.balance_ready',
    ]);
  });

  it('I5 finds the account that the issuer opened although no answer came, and the balance after a crash', async () => {
    const { customerId, issuanceId, balanceId } = await givenVerified();
    let opened = false;
    const deaf = world.reaching(async (url, init) => {
      if (opened) throw new TypeError('fetch failed');
      const answer = await fetch(url, init);
      if (!new URL(url).pathname.endsWith('/accounts')) return answer;
      opened = true;
      throw new TypeError('fetch failed');
    });
    await expect(tasksOf(world, deaf).ensureBalance(issuanceId)).rejects.toMatchObject({
      name: 'temporarily_unavailable',
    });
    expect([opened, await statusOf(issuanceId)]).toEqual([true, 'creating_balance']);
    let transactions = 0;
    const crashing = {
      ...world.platform,
      table: {
        ...world.platform.table,
        transact: async (...work: Parameters<typeof world.platform.table.transact>) => {
          transactions += 1;
          if (transactions > 1) throw new Error('the process is gone');
          return world.platform.table.transact(...work);
        },
      },
    };
    await expect(tasksOf(world, crashing).ensureBalance(issuanceId)).rejects.toThrow('the process is gone');
    expect([(await balances(customerId)).length, await statusOf(issuanceId)]).toEqual([1, 'creating_balance']);
    await tasksOf(world).ensureBalance(issuanceId);
    expect(await balances(customerId)).toMatchObject([{ balanceId }]);
    expect(await accounts(balanceId)).toHaveLength(1);
    expect(await statusOf(issuanceId)).toBe('creating_card');
  });

  it('checks an existing balance, which may have been frozen meanwhile', async () => {
    const { customerId } = await storeCustomer(world.platform, world.tenant, { level: 'minimum' });
    const { balanceId } = await givenBalance(world, customerId);
    const issuanceId = await givenIssuance(world, customerId, { ...order, balance: { balanceId } });
    await tasksOf(world).ensureKyc(issuanceId, 'existing');
    const [item] = await balances(customerId);
    await world.platform.table.write({ kind: 'put', item: { ...item, state: 'frozen' } });
    await expect(tasksOf(world).ensureBalance(issuanceId)).rejects.toMatchObject({ name: 'invalid_state' });
    expect(await statusOf(issuanceId)).toBe('creating_balance');
    await world.platform.table.write({ kind: 'put', item: { ...item, state: 'active' } });
    await tasksOf(world).ensureBalance(issuanceId);
    expect(await statusOf(issuanceId)).toBe('creating_card');
    await world.platform.table.write({ kind: 'put', item: { ...item, state: 'frozen' } });
    await tasksOf(world).ensureBalance(issuanceId);
    expect(await statusOf(issuanceId)).toBe('creating_card');
  });

  it('refuses a customer who was closed meanwhile, by code', async () => {
    const { customerId, issuanceId } = await givenVerified();
    const customer = (await world.platform.items()).find(
      (item) => item['item'] === 'customer' && item['customerId'] === customerId,
    );
    await world.platform.table.write({ kind: 'put', item: { ...customer, status: 'closed' } });
    await expect(tasksOf(world).ensureBalance(issuanceId)).rejects.toMatchObject({ name: 'invalid_state' });
    expect(await balances(customerId)).toEqual([]);
  });

  it('opens no account for an issuance that has failed meanwhile', async () => {
    const { customerId, issuanceId, balanceId } = await givenVerified();
    await tasksOf(world).failIssuance(issuanceId, 'States.Timeout');
    await tasksOf(world).ensureBalance(issuanceId);
    expect([await statusOf(issuanceId), await balances(customerId), await accounts(balanceId)]).toEqual([
      'failed',
      [],
      [],
    ]);
  });
});

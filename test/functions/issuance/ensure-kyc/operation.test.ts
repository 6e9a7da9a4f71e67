import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamoKycStore } from '../../../../functions/customers/infrastructure/dynamo-kyc-store.ts';
import { storeCustomer } from '../../../support/stored-customer.ts';
import type { CardWorld } from '../given-issuances.ts';
import {
  answersTo,
  applyKyc,
  givenIssuance,
  givenWaiting,
  historyOf,
  order,
  resume,
  startCardWorld,
  storedIssuance,
  tasksOf,
  videoKyc,
  waitersFor,
} from '../given-issuances.ts';

let world: CardWorld;

beforeAll(async () => {
  world = await startCardWorld();
});
afterAll(() => world.stop());

const kycOf = async (issuanceId: string): Promise<string> => (await storedIssuance(world, issuanceId)).kycId ?? 'none';

const casesAtVendor = async (reference: string) =>
  (await world.twin.platform.items()).filter(
    (item) => item['item'] === 'twin_kyc_case' && item['reference'] === reference,
  );

describe('ensureKyc', () => {
  it('AN-04 lets a verified customer’s issuance go on at once', async () => {
    const { customerId } = await storeCustomer(world.platform, world.tenant, { level: 'minimum' });
    const issuanceId = await givenIssuance(world, customerId);
    await tasksOf(world).ensureKyc(issuanceId, 'satisfied');
    expect((await storedIssuance(world, issuanceId)).status).toBe('creating_balance');
    expect(answersTo(world, 'satisfied')).toEqual(['succeeded']);
    expect(await historyOf(world, issuanceId)).toEqual(['issuance.requested', 'issuance.kyc_satisfied']);
  });

  it('skips a KYC that is wanted and already reached, and asks no vendor', async () => {
    const { customerId } = await storeCustomer(world.platform, world.tenant, { level: 'full' });
    const issuanceId = await givenIssuance(world, customerId, { ...order, kyc: videoKyc });
    await tasksOf(world).ensureKyc(issuanceId, 'reached');
    expect(answersTo(world, 'reached')).toEqual(['succeeded']);
    const { plannedKycId, kycId } = await storedIssuance(world, issuanceId);
    expect([kycId, await casesAtVendor(plannedKycId)]).toEqual([undefined, []]);
  });

  it('opens the case and leaves the token waiting with it', async () => {
    const { issuanceId, kycId } = await givenWaiting(world, 'waits');
    expect(answersTo(world, 'waits')).toEqual([]);
    expect(await waitersFor(world, kycId)).toEqual([{ issuanceId, taskToken: 'waits' }]);
    expect(await casesAtVendor(kycId)).toHaveLength(1);
    expect(await historyOf(world, issuanceId)).toEqual(['issuance.requested', 'issuance.kyc_started']);
  });

  it('I3 opens one case however often it is run, and the token of the last run counts', async () => {
    const { issuanceId, kycId } = await givenWaiting(world, 'try 1');
    await tasksOf(world).ensureKyc(issuanceId, 'try 2');
    await tasksOf(world).ensureKyc(issuanceId, 'try 3');
    expect(await kycOf(issuanceId)).toBe(kycId);
    expect(await waitersFor(world, kycId)).toEqual([{ issuanceId, taskToken: 'try 3' }]);
    expect(await historyOf(world, issuanceId)).toEqual(['issuance.requested', 'issuance.kyc_started']);
  });

  it('I3 opens one case when it runs several times at once', async () => {
    const { customerId } = await storeCustomer(world.platform, world.tenant);
    const issuanceId = await givenIssuance(world, customerId, { ...order, kyc: videoKyc });
    await Promise.all(['a', 'b', 'c'].map((run) => tasksOf(world).ensureKyc(issuanceId, `at once ${run}`)));
    expect(await casesAtVendor(await kycOf(issuanceId))).toHaveLength(1);
    expect(await waitersFor(world, await kycOf(issuanceId))).toHaveLength(1);
  });

  it('waits for a case that is open already, together with others', async () => {
    const first = await givenWaiting(world, 'first');
    const second = await givenIssuance(world, first.customerId, { ...order, kyc: videoKyc });
    await tasksOf(world).ensureKyc(second, 'second');
    expect(await kycOf(second)).toBe(first.kycId);
    expect(await waitersFor(world, first.kycId)).toHaveLength(2);
  });

  it('stays with the case that it named, even when that has ended before the next try', async () => {
    const first = await givenWaiting(world, 'holder');
    const second = await givenIssuance(world, first.customerId, { ...order, kyc: videoKyc });
    await tasksOf(world).ensureKyc(second, 'stays 1');
    await applyKyc(world, first.kycId, 'rejected');
    await tasksOf(world).ensureKyc(second, 'stays 2');
    expect(await kycOf(second)).toBe(first.kycId);
    expect(answersTo(world, 'stays 2')).toEqual(['kyc_rejected']);
    expect(await casesAtVendor((await storedIssuance(world, second)).plannedKycId)).toEqual([]);
  });

  it.each([
    ['approved', 'succeeded', 'creating_balance'],
    ['rejected', 'kyc_rejected', 'awaiting_kyc'],
  ] as const)(
    'answers the token itself when the case was %s before the token was there',
    async (outcome, answer, status) => {
      const { issuanceId, kycId } = await givenWaiting(world, `early ${outcome}`);
      await applyKyc(world, kycId, outcome);
      expect(await resume(world, `kyc.${outcome}`, kycId)).toBe(true);
      await tasksOf(world).ensureKyc(issuanceId, `late ${outcome}`);
      expect(answersTo(world, `late ${outcome}`)).toEqual([answer]);
      expect((await storedIssuance(world, issuanceId)).status).toBe(status);
      expect(await waitersFor(world, kycId)).toEqual([]);
    },
  );

  it('answers its own token although the case’s event took the waiter away in that moment', async () => {
    const { issuanceId, kycId } = await givenWaiting(world, 'taken 1');
    await applyKyc(world, kycId, 'rejected');
    const store = world.platform.table;
    const racing = {
      ...world.platform,
      table: {
        ...store,
        write: async (write: Parameters<typeof store.write>[0]) => {
          const written = await store.write(write);
          const isWaiter = write.kind === 'put' && write.item['item'] === 'issuance_waiter';
          if (isWaiter) await store.write({ kind: 'delete', key: { pk: String(write.item['pk']), sk: issuanceId } });
          return written;
        },
      },
    };
    await tasksOf(world, racing).ensureKyc(issuanceId, 'taken 2');
    expect(answersTo(world, 'taken 2')).toEqual(['kyc_rejected']);
  });

  it('I13 survives that the case’s event and its own run meet on one version', async () => {
    const { issuanceId, kycId } = await givenWaiting(world, 'meet 1');
    await applyKyc(world, kycId, 'approved');
    await Promise.all([
      resume(world, 'kyc.approved', kycId),
      tasksOf(world).ensureKyc(issuanceId, 'meet 2'),
      resume(world, 'kyc.approved', kycId),
    ]);
    expect((await storedIssuance(world, issuanceId)).status).toBe('creating_balance');
    expect(answersTo(world, 'meet 2')).toContain('succeeded');
    expect(await historyOf(world, issuanceId)).toEqual([
      'issuance.requested',
      'issuance.kyc_started',
      'issuance.kyc_satisfied',
    ]);
  });

  it('opens no case for an issuance that has failed meanwhile', async () => {
    const { customerId } = await storeCustomer(world.platform, world.tenant);
    const issuanceId = await givenIssuance(world, customerId, { ...order, kyc: videoKyc });
    await tasksOf(world).failIssuance(issuanceId, 'States.Timeout');
    await tasksOf(world).ensureKyc(issuanceId, 'too late');
    const { status, plannedKycId } = await storedIssuance(world, issuanceId);
    expect(status).toBe('failed');
    expect(await dynamoKycStore(world.platform.table).find(world.tenant, plannedKycId)).toBeUndefined();
  });

  it('fails by the violation’s code: a customer whose level is gone, a vendor that is silent', async () => {
    const { customerId } = await storeCustomer(world.platform, world.tenant, { level: 'minimum' });
    const issuanceId = await givenIssuance(world, customerId);
    const customer = (await world.platform.items()).find(
      (item) => item['item'] === 'customer' && item['customerId'] === customerId,
    );
    await world.platform.table.write({ kind: 'put', item: { ...customer, kycLevel: 'none' } });
    await expect(tasksOf(world).ensureKyc(issuanceId, 't')).rejects.toMatchObject({ name: 'kyc_required' });
    const { customerId: other } = await storeCustomer(world.platform, world.tenant);
    const waiting = await givenIssuance(world, other, { ...order, kyc: videoKyc });
    const deaf = world.reaching(() => Promise.reject(new TypeError('fetch failed')));
    await expect(tasksOf(world, deaf).ensureKyc(waiting, 't')).rejects.toMatchObject({
      name: 'temporarily_unavailable',
    });
    expect((await storedIssuance(world, waiting)).status).toBe('awaiting_kyc');
  });
});

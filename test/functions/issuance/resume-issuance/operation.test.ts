import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resumeIssuance as declaration } from '../../../../functions/issuance/resume-issuance/declaration.ts';
import { assertKyc } from '../../../../functions/customers/assert-kyc/declaration.ts';
import { wire as wireAssert } from '../../../../functions/customers/assert-kyc/handler.ts';
import { dynamoIssuanceStore } from '../../../../functions/issuance/infrastructure/dynamo-issuance-store.ts';
import { call } from '../../../support/http-call.ts';
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

describe('resumeIssuance', () => {
  it('AN-04 lets the issuance go on when its case is approved', async () => {
    const { issuanceId, kycId } = await givenWaiting(world, 'approved');
    await applyKyc(world, kycId, 'approved');
    expect(await resume(world, 'kyc.approved', kycId)).toBe(true);
    expect(answersTo(world, 'approved')).toEqual(['succeeded']);
    expect((await storedIssuance(world, issuanceId)).status).toBe('creating_balance');
    expect(await waitersFor(world, kycId)).toEqual([]);
  });

  it('AN-34 M-16 lets the issuance go on when the tenant vouches for the customer meanwhile', async () => {
    const { platform, tenant } = world;
    const { customerId, issuanceId, kycId } = await givenWaiting(world, 'vouched for');
    const asserted = async (level: 'minimum' | 'full'): Promise<boolean> => {
      const request = { as: { tenant }, params: { customerId }, body: { level, reference: 'branch visit' } };
      await call(wireAssert(platform), assertKyc, request);
      const standsFor = (await platform.items()).find(
        (item) =>
          item['item'] === 'kyc' &&
          item['customerId'] === customerId &&
          item['level'] === level &&
          item['method'] === 'asserted',
      );
      return resume(world, 'kyc.approved', String(standsFor?.['kycId']));
    };
    expect([await asserted('minimum'), answersTo(world, 'vouched for')]).toEqual([true, []]);
    expect([await asserted('full'), answersTo(world, 'vouched for')]).toEqual([true, ['succeeded']]);
    expect((await storedIssuance(world, issuanceId)).status).toBe('creating_balance');
    expect(await resume(world, 'kyc.expired', kycId)).toBe(true);
    expect(answersTo(world, 'vouched for')).toEqual(['succeeded']);
  });

  it.each(declaration.eventTypes?.filter((type) => type !== 'kyc.approved') ?? [])(
    'ends the waiting execution on %s by an error of that name',
    async (type) => {
      const { kycId } = await givenWaiting(world, type);
      expect(await resume(world, type, kycId)).toBe(true);
      expect(answersTo(world, type)).toEqual([type.replace('.', '_')]);
    },
  );

  it('listens for every end of a case and for no step on the way', () => {
    expect(declaration.eventTypes?.toSorted()).toEqual([
      'kyc.abandoned',
      'kyc.approved',
      'kyc.expired',
      'kyc.failed',
      'kyc.rejected',
    ]);
  });

  it('I3 has one effect however often the event is delivered', async () => {
    const { issuanceId, kycId } = await givenWaiting(world, 'repeated');
    await applyKyc(world, kycId, 'approved');
    for (let turn = 0; turn < 5; turn += 1) expect(await resume(world, 'kyc.approved', kycId)).toBe(true);
    expect(answersTo(world, 'repeated')).toEqual(['succeeded']);
    expect(await historyOf(world, issuanceId)).toEqual([
      'issuance.requested',
      'issuance.kyc_started',
      'issuance.kyc_satisfied',
    ]);
  });

  it('answers two executions that wait for one case', async () => {
    const first = await givenWaiting(world, 'pair 1');
    const second = await givenIssuance(world, first.customerId, { ...order, kyc: videoKyc });
    await tasksOf(world).ensureKyc(second, 'pair 2');
    await applyKyc(world, first.kycId, 'approved');
    await resume(world, 'kyc.approved', first.kycId);
    expect([answersTo(world, 'pair 1'), answersTo(world, 'pair 2')]).toEqual([['succeeded'], ['succeeded']]);
  });

  it('answers everybody who waits, more than one look at the list shows', async () => {
    const { kycId, issuanceId } = await givenWaiting(world, 'crowd 0');
    const store = dynamoIssuanceStore(world.platform.table);
    const ids = Array.from({ length: 60 }, (_, place) => `${issuanceId}-${place}`);
    for (const id of ids) await store.wait(world.tenant, kycId, { issuanceId: id, taskToken: `crowd of ${id}` });
    expect(await resume(world, 'kyc.rejected', kycId)).toBe(true);
    expect(ids.filter((id) => answersTo(world, `crowd of ${id}`).join() !== 'kyc_rejected')).toEqual([]);
    expect(await waitersFor(world, kycId)).toEqual([]);
  });

  it('does not forget a token that a later try left while it answered the one before', async () => {
    const { kycId, issuanceId } = await givenWaiting(world, 'old token');
    const store = dynamoIssuanceStore(world.platform.table);
    let replaced = false;
    const racing = {
      ...world.platform,
      workflows: {
        ...world.platform.workflows,
        fail: async (token: string, failure: { error: string; cause: string }) => {
          if (!replaced) await store.wait(world.tenant, kycId, { issuanceId, taskToken: 'new token' });
          replaced = true;
          return world.platform.workflows.fail(token, failure);
        },
      },
    };
    expect(await resume({ ...world, platform: racing }, 'kyc.rejected', kycId)).toBe(true);
    expect([answersTo(world, 'old token'), answersTo(world, 'new token')]).toEqual([
      ['kyc_rejected'],
      ['kyc_rejected'],
    ]);
    expect(await waitersFor(world, kycId)).toEqual([]);
  });

  it('I6 leaves the message with the queue when the engine does not answer, and is right the next time', async () => {
    const { issuanceId, kycId } = await givenWaiting(world, 'deaf');
    await applyKyc(world, kycId, 'approved');
    const succeed = () => Promise.reject(new Error('no engine'));
    const deaf = { ...world.platform, workflows: { ...world.platform.workflows, succeed } };
    expect(await resume({ ...world, platform: deaf }, 'kyc.approved', kycId)).toBe(false);
    expect(await resume(world, 'kyc.approved', kycId)).toBe(true);
    expect(answersTo(world, 'deaf')).toEqual(['succeeded']);
    expect((await storedIssuance(world, issuanceId)).sequence).toBe(3);
  });

  it('does nothing for a case that nobody waits for', async () => {
    const before = world.platform.sent.answeredTokens.length;
    expect(await resume(world, 'kyc.approved', world.platform.ids.next('kyc', world.tenant))).toBe(true);
    expect(world.platform.sent.answeredTokens).toHaveLength(before);
  });

  it('takes nothing back from an issuance that has failed meanwhile', async () => {
    const { issuanceId, kycId } = await givenWaiting(world, 'failed before');
    await tasksOf(world).failIssuance(issuanceId, 'States.Timeout');
    await applyKyc(world, kycId, 'approved');
    expect(await resume(world, 'kyc.approved', kycId)).toBe(true);
    expect(await storedIssuance(world, issuanceId)).toMatchObject({ status: 'failed', failureCode: 'timed_out' });
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storeCustomer } from '../../../support/stored-customer.ts';
import type { CardWorld } from '../given-issuances.ts';
import { givenAtCard, givenIssuance, historyOf, startCardWorld, storedIssuance, tasksOf } from '../given-issuances.ts';

let world: CardWorld;

beforeAll(async () => {
  world = await startCardWorld();
});
afterAll(() => world.stop());

const newIssuance = async () => {
  const { customerId } = await storeCustomer(world.platform, world.tenant, { level: 'minimum' });
  return givenIssuance(world, customerId);
};

describe('failIssuance', () => {
  it.each([
    ['kyc_rejected', 'kyc_rejected'],
    ['issuer_refused', 'issuer_refused'],
    ['temporarily_unavailable', 'temporarily_unavailable'],
    ['States.Timeout', 'timed_out'],
    ['States.TaskFailed', 'internal_error'],
    ['TypeError', 'internal_error'],
    ['Lambda.Unknown', 'internal_error'],
    ['ZodError', 'internal_error'],
    ['', 'internal_error'],
    ['a name\nwith more', 'internal_error'],
  ])('I13 ends the issuance for %j with the code %s', async (error, code) => {
    const issuanceId = await newIssuance();
    await tasksOf(world).failIssuance(issuanceId, error);
    expect(await storedIssuance(world, issuanceId)).toMatchObject({ status: 'failed', failureCode: code });
    expect(await historyOf(world, issuanceId)).toEqual(['issuance.requested', 'issuance.failed']);
  });

  it('I3 notes the first cause only, however often it is run', async () => {
    const issuanceId = await newIssuance();
    await Promise.all([
      tasksOf(world).failIssuance(issuanceId, 'kyc_rejected'),
      tasksOf(world).failIssuance(issuanceId, 'kyc_rejected'),
    ]);
    await tasksOf(world).failIssuance(issuanceId, 'States.Timeout');
    expect((await storedIssuance(world, issuanceId)).failureCode).toBe('kyc_rejected');
    expect(await historyOf(world, issuanceId)).toEqual(['issuance.requested', 'issuance.failed']);
  });

  it('does not take a completed issuance back', async () => {
    const { issuanceId } = await givenAtCard(world);
    await tasksOf(world).issueCard(issuanceId);
    await tasksOf(world).failIssuance(issuanceId, 'States.Timeout');
    expect((await storedIssuance(world, issuanceId)).status).toBe('completed');
  });

  it('marks the issuance although a step is being noted in the same moment', async () => {
    const issuanceId = await newIssuance();
    const runs = [
      tasksOf(world).failIssuance(issuanceId, 'internal'),
      tasksOf(world).ensureKyc(issuanceId, 'same moment'),
    ];
    await Promise.all(runs);
    expect((await storedIssuance(world, issuanceId)).status).toBe('failed');
  });

  it('does not tell the cause that the workflow gives, only its code', async () => {
    const issuanceId = await newIssuance();
    await tasksOf(world).failIssuance(issuanceId, 'kyc_rejected');
    const items = (await world.platform.items()).filter((item) => Object.values(item).includes('a cause'));
    expect(items).toEqual([]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Mandates } from '../given-mandates.ts';
import { startMandates } from '../given-mandates.ts';

let world: Mandates;

beforeAll(async () => {
  world = await startMandates();
});
afterAll(() => world.stop());

const expire = async (mandateId: string): Promise<void> => {
  const { openOperation } = await world.stored(mandateId);
  await world.fire('expireAuthentication', mandateId, { mandateOperationId: openOperation!.mandateOperationId });
};

describe('expireAuthentication', () => {
  it.each([
    ['upi', { minutes: 30 }],
    ['card', { hours: 72 }],
  ] as const)('SH-17 ends what nobody authenticated in time on %s', async (method, patience) => {
    const mandateId = await world.requested({ method });
    await expect(expire(mandateId)).rejects.toMatchObject({ code: 'temporarily_unavailable' });
    world.platform.clock.advance(patience);
    await expire(mandateId);
    expect(await world.stored(mandateId)).toMatchObject({ status: 'expired', endReason: 'authentication_expired' });
  });

  it('finds an authentication whose word got lost', async () => {
    const mandateId = await world.requested();
    world.provider.authenticate(await world.orderOf(mandateId), 'success');
    world.platform.clock.advance({ hours: 72 });
    await expire(mandateId);
    expect((await world.stored(mandateId)).status).toBe('active');
  });

  it('leaves an operation alone that took the place of another', async () => {
    const mandateId = await world.active();
    await world.act('withdraw', mandateId, { as: await world.holder(mandateId), body: {} });
    world.platform.clock.advance({ hours: 72 });
    await world.fire('expireAuthentication', mandateId, { mandateOperationId: 'mop_other' });
    expect((await world.stored(mandateId)).openOperation).toMatchObject({ status: 'afa_pending' });
  });
});

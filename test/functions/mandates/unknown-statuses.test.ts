import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Mandates } from './given-mandates.ts';
import { startMandates } from './given-mandates.ts';

let world: Mandates;

beforeAll(async () => {
  world = await startMandates();
});
afterAll(() => world.stop());

const rung = () => world.counted('payment_status_unknown');

describe('a status of the provider that nobody has seen before', () => {
  it('D-17 of a refund: it waits, rings, and is settled once the status is known', async () => {
    const mandateId = await world.requested();
    world.provider.refundsAre('pending');
    await world.authenticated(mandateId);
    world.provider.refundsAre('processed');
    const refundId = (await world.stored(mandateId)).authCharge?.refundId ?? '';
    const before = rung();
    world.provider.setRefund(refundId, 'pending', true);
    await world.settle(mandateId, { type: 'refund.processed', refundId });
    expect((await world.stored(mandateId)).authCharge?.status).toBe('refund_scheduled');
    expect(rung()).toBe(before + 1);
    world.provider.setRefund(refundId, 'processed');
    await world.fire('followMandate', mandateId);
    expect([(await world.stored(mandateId)).authCharge?.status, rung()]).toEqual(['refunded', before + 1]);
  });

  it('SH-09 of a token: the mandate is not active, and it rings', async () => {
    const mandateId = await world.requested();
    const before = rung();
    await world.authenticated(mandateId, { tokenStatus: 'pending' });
    world.provider.setToken((await world.stored(mandateId)).remote.tokenId ?? '', { isUnknownStatus: true });
    expect(rung()).toBe(before);
    await world.fire('followMandate', mandateId);
    expect([(await world.stored(mandateId)).status, rung()]).toEqual(['pending_confirmation', before + 1]);
  });
});

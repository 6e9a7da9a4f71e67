import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Mandates } from './given-mandates.ts';
import { startMandates } from './given-mandates.ts';

let world: Mandates;

beforeEach(async () => {
  world = await startMandates();
});
afterEach(() => world.stop());

describe('the INR 1', () => {
  it('D-17 that cannot be given back rings, though nobody asks for it any more', async () => {
    const mandateId = await world.requested();
    world.provider.refundsAre('failed');
    await world.authenticated(mandateId);
    for (const minutes of [5, 5, 10, 20]) {
      world.platform.clock.advance({ minutes });
      await world.fire('followMandate', mandateId);
    }
    const { authChargeId, refunds, status } = (await world.stored(mandateId)).authCharge!;
    expect([status, refunds]).toEqual(['refund_failed', 4]);
    expect(await world.timersOf(authChargeId)).toEqual(['checkAuthChargeRefund']);
    world.platform.clock.advance({ hours: 72 });
    await world.fire('checkAuthChargeRefund', mandateId, { authChargeId });
    expect(world.counted('auth_charge_refund_overdue')).toBe(1);
  });

  it('that somebody has given back by hand is refunded', async () => {
    const mandateId = await world.requested();
    world.provider.fail('refund', { class: 'request_wrong', reason: 'payment_already_refunded' });
    await world.authenticated(mandateId);
    expect((await world.stored(mandateId)).authCharge).toMatchObject({ status: 'refunded', refunds: 1 });
    expect(world.provider.refunds.size).toBe(0);
  });

  it.each(['expired', 'rejected'] as const)(
    'that came for a registration which was %s is found and goes back, though its webhook was lost',
    async (how) => {
      const mandateId = await world.requested();
      const { orderId, mandateOperationId } = (await world.stored(mandateId)).openOperation!;
      if (how === 'rejected') world.provider.authenticate(orderId!, 'failure');
      world.platform.clock.advance({ hours: 73 });
      await world.fire('expireAuthentication', mandateId, { mandateOperationId });
      expect((await world.stored(mandateId)).status).toBe(how);
      const payment = world.provider.authenticate(orderId!, 'success')!;
      expect(await world.timersOf(mandateId)).toContain('followMandate');
      await world.fire('followMandate', mandateId);
      expect([...world.provider.refunds.values()].map(({ paymentId }) => paymentId)).toEqual([payment.paymentId]);
      expect(world.provider.tokens.get(payment.tokenId!)?.status).toBe('cancelled');
      expect(await world.timersOf(mandateId)).toEqual(['purgeMandate']);
    },
  );

  it('nobody looks for it for ever: four days after the end it is the provider’s word that counts', async () => {
    const mandateId = await world.requested();
    const { orderId, mandateOperationId } = (await world.stored(mandateId)).openOperation!;
    world.platform.clock.advance({ hours: 73 });
    await world.fire('expireAuthentication', mandateId, { mandateOperationId });
    world.platform.clock.advance({ hours: 4 * 24 });
    await world.fire('followMandate', mandateId);
    expect(await world.timersOf(mandateId)).toEqual(['purgeMandate']);
    world.provider.authenticate(orderId!, 'success');
    expect(await world.settle(mandateId, { type: 'payment.captured', orderId })).toBe('applied');
    expect(world.provider.refunds.size).toBe(1);
  });
});

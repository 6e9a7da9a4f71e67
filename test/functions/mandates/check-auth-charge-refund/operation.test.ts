import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Mandates } from '../given-mandates.ts';
import { startMandates } from '../given-mandates.ts';

let world: Mandates;

beforeAll(async () => {
  world = await startMandates();
});
afterAll(() => world.stop());

describe('checkAuthChargeRefund', () => {
  it('D-17 raises the alarm once the INR 1 is three days late, and goes on asking for it', async () => {
    const mandateId = await world.requested();
    world.provider.refundsAre('pending');
    await world.authenticated(mandateId);
    world.provider.refundsAre('processed');
    const { authChargeId, refundId } = (await world.stored(mandateId)).authCharge!;
    const check = () => world.fire('checkAuthChargeRefund', mandateId, { authChargeId });
    await expect(check()).rejects.toMatchObject({ code: 'temporarily_unavailable' });
    world.platform.clock.advance({ hours: 72 });
    world.provider.fail('readRefund', 'before');
    await check();
    const overdue = (await world.events(mandateId)).filter(({ type }) => type === 'mandate.auth_charge_refund_overdue');
    expect(overdue.map(({ data }) => data['authChargeId'])).toEqual([authChargeId]);
    expect(world.counted('auth_charge_refund_overdue')).toBe(1);
    world.provider.setRefund(refundId!, 'processed');
    await world.fire('followMandate', mandateId);
    expect((await world.stored(mandateId)).authCharge).toMatchObject({ status: 'refunded' });
    await check();
    expect(world.counted('auth_charge_refund_overdue')).toBe(1);
  });

  it('a refund whose word got lost is no delay', async () => {
    const mandateId = await world.requested();
    world.provider.refundsAre('pending');
    await world.authenticated(mandateId);
    world.provider.refundsAre('processed');
    const { authChargeId, refundId } = (await world.stored(mandateId)).authCharge!;
    world.provider.setRefund(refundId!, 'processed');
    world.platform.clock.advance({ hours: 72 });
    await world.fire('checkAuthChargeRefund', mandateId, { authChargeId });
    expect(await world.typesOf(mandateId)).not.toContain('mandate.auth_charge_refund_overdue');
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Mandates } from './given-mandates.ts';
import { startMandates } from './given-mandates.ts';

let world: Mandates;

beforeAll(async () => {
  world = await startMandates();
});
afterAll(() => world.stop());

const inr = (rupees: number) => ({ amount: rupees * 100, currency: 'INR' });

describe('the payer’s withdrawal', () => {
  it('rule 6 is not held up by a change that the payee has asked for: that ends, and what it brought goes back', async () => {
    const mandateId = await world.active();
    await world.act('modify', mandateId, { body: { maxAmount: inr(900) } });
    const old = await world.orderOf(mandateId);
    const as = await world.holder(mandateId);
    const answer = await world.act('withdraw', mandateId, { as, body: {} });
    expect([answer.status, answer.body.status]).toEqual([202, 'afa_pending']);
    const late = world.provider.authenticate(old, 'success')!;
    await world.settle(mandateId, { type: 'payment.captured', orderId: old });
    expect(await world.stored(mandateId)).toMatchObject({ status: 'active', maxAmount: { minor: 500_000n } });
    await world.authenticated(mandateId);
    expect((await world.stored(mandateId)).status).toBe('cancelled');
    expect(world.provider.tokens.get(late.tokenId!)?.status).toBe('cancelled');
    expect([...world.provider.refunds.values()].map(({ paymentId }) => paymentId)).toContain(late.paymentId);
  });

  it('is asked for once at a time', async () => {
    const mandateId = await world.active();
    const as = await world.holder(mandateId);
    await world.act('withdraw', mandateId, { as, body: {} });
    expect((await world.act('withdraw', mandateId, { as, body: {} })).status).toBe(409);
  });
});

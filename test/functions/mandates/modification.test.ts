import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Mandates } from './given-mandates.ts';
import { startMandates } from './given-mandates.ts';

let world: Mandates;

beforeAll(async () => {
  world = await startMandates();
});
afterAll(() => world.stop());

const inr = (rupees: number) => ({ amount: rupees * 100, currency: 'INR' });

/** The payer authenticates, and the provider has not said yet which token came of it. */
const authenticatedWithoutToken = async (mandateId: string): Promise<{ tokenId: string; paymentId: string }> => {
  const orderId = await world.orderOf(mandateId);
  const { paymentId, tokenId } = world.provider.authenticate(orderId, 'success')!;
  world.provider.setPayment(paymentId, { tokenId: undefined });
  await world.settle(mandateId, { type: 'payment.captured', orderId });
  return { tokenId: tokenId!, paymentId };
};

describe('a modification', () => {
  it('rule 6 whose new token is not named yet changes no term: the old token stands for the old ones', async () => {
    const mandateId = await world.active();
    const before = await world.stored(mandateId);
    await world.act('modify', mandateId, { body: { maxAmount: inr(50_000) } });
    const { tokenId, paymentId } = await authenticatedWithoutToken(mandateId);
    const waiting = await world.stored(mandateId);
    expect([waiting.maxAmount, waiting.remote.tokenId]).toEqual([before.maxAmount, before.remote.tokenId]);
    expect(waiting.openOperation).toMatchObject({ type: 'modify', status: 'initiated' });
    world.provider.setPayment(paymentId, { tokenId });
    await world.fire('followMandate', mandateId);
    const after = await world.stored(mandateId);
    expect([after.maxAmount.minor, after.remote.tokenId, after.openOperation]).toEqual([
      5_000_000n,
      tokenId,
      undefined,
    ]);
    expect(world.provider.tokens.get(before.remote.tokenId!)?.status).toBe('cancelled');
  });

  it('of which the bank says nothing for a week is given up, and its token cancelled', async () => {
    const mandateId = await world.active();
    await world.act('modify', mandateId, { body: { maxAmount: inr(900) } });
    await world.authenticated(mandateId, { tokenStatus: 'pending' });
    const { tokenId } = (await world.stored(mandateId)).openOperation!;
    world.platform.clock.advance({ hours: 6 * 24 });
    await world.fire('followMandate', mandateId);
    expect((await world.stored(mandateId)).openOperation).toMatchObject({ type: 'modify' });
    world.platform.clock.advance({ hours: 25 });
    await world.fire('followMandate', mandateId);
    const after = await world.stored(mandateId);
    expect([after.status, after.openOperation, after.maxAmount.minor]).toEqual(['active', undefined, 500_000n]);
    expect((await world.typesOf(mandateId)).at(-1)).toBe('mandate.operation_failed');
    await world.fire('followMandate', mandateId);
    expect(world.provider.tokens.get(tokenId!)?.status).toBe('cancelled');
  });

  it('that comes to nothing over the token in use leaves that token alone', async () => {
    const mandateId = await world.active();
    const { tokenId } = (await world.stored(mandateId)).remote;
    await world.act('modify', mandateId, { body: { maxAmount: inr(900) } });
    const orderId = await world.orderOf(mandateId);
    const payment = world.provider.authenticate(orderId, 'success', { tokenStatus: 'pending' })!;
    world.provider.setPayment(payment.paymentId, { tokenId });
    world.provider.setToken(tokenId!, { status: 'pending' });
    await world.settle(mandateId, { type: 'payment.captured', orderId });
    world.provider.setToken(tokenId!, { status: 'paused' });
    await world.settle(mandateId, { type: 'token.paused', tokenId });
    world.provider.setToken(tokenId!, { status: 'confirmed' });
    await world.settle(mandateId, { type: 'token.confirmed', tokenId });
    expect((await world.stored(mandateId)).tokensToCancel).toEqual([]);
    expect(world.provider.tokens.get(tokenId!)?.status).toBe('confirmed');
  });

  it('ends the debits that were announced under the old token, of a mandate that is paused too', async () => {
    const mandateId = await world.active();
    const { tokenId } = (await world.stored(mandateId)).remote;
    const [debitId] = await world.withDebits(mandateId, 1);
    await world.act('modify', mandateId, { body: { maxAmount: inr(900) } });
    world.provider.setToken(tokenId!, { status: 'paused' });
    await world.settle(mandateId, { type: 'token.paused', tokenId });
    expect((await world.stored(mandateId)).status).toBe('paused');
    await world.authenticated(mandateId);
    expect((await world.stored(mandateId)).openDebits).toEqual([]);
    expect(world.debits.cancelled).toContainEqual({ debitId, why: 'mandate_modified' });
  });
});

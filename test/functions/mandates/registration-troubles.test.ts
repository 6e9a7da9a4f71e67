import { Temporal } from 'temporal-polyfill';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Mandates } from './given-mandates.ts';
import { startMandates } from './given-mandates.ts';

let world: Mandates;

beforeEach(async () => {
  world = await startMandates();
});
afterEach(() => world.stop());

const until = (at: string): void => {
  const { clock } = world.platform;
  clock.advance(clock.now().until(Temporal.Instant.from(at)));
};

const dead = { class: 'request_wrong', reason: 'bad_request' } as const;

describe('a registration', () => {
  it('D-20 uses up the cycle in which its INR 1 was taken, whenever the bank confirms', async () => {
    until('2026-11-30T06:00:00Z');
    const mandateId = await world.requested({ method: 'upi', frequency: 'monthly' });
    await world.authenticated(mandateId, { tokenStatus: 'pending' });
    until('2026-12-02T06:00:00Z');
    const { tokenId } = (await world.stored(mandateId)).remote;
    world.provider.setToken(tokenId!, { status: 'confirmed' });
    await world.settle(mandateId, { type: 'token.confirmed', tokenId });
    expect((await world.stored(mandateId)).usedCycles).toEqual(['2026-11']);
  });

  it('whose token the provider rejects and lists no more is rejected by its word', async () => {
    const mandateId = await world.requested({ method: 'upi' });
    await world.authenticated(mandateId, { tokenStatus: 'pending' });
    const { tokenId } = (await world.stored(mandateId)).remote;
    world.provider.forgetToken(tokenId!);
    await world.settle(mandateId, { type: 'order.paid' });
    expect((await world.stored(mandateId)).status).toBe('pending_confirmation');
    await world.settle(mandateId, { type: 'token.rejected', tokenId: 'token_of_another' });
    expect((await world.stored(mandateId)).status).toBe('pending_confirmation');
    await world.settle(mandateId, { type: 'token.rejected', tokenId });
    expect(await world.stored(mandateId)).toMatchObject({ status: 'rejected', endReason: 'token_rejected' });
  });

  it('is not decided by the dummy payment that some show as failed', async () => {
    const mandateId = await world.requested({ method: 'upi' });
    const orderId = await world.orderOf(mandateId);
    world.provider.authenticate(orderId, 'failure', { failure: { class: 'other', reason: 'upi_dummy_payment' } });
    await world.settle(mandateId, { type: 'payment.failed', orderId });
    expect((await world.stored(mandateId)).status).toBe('pending_authentication');
  });

  it.each(['awaitAuthentication', 'confirmToken', 'refundAuthCharge'] as const)(
    'I13 goes on waiting at %s when the provider is silent: an outage of minutes ends no registration',
    async (step) => {
      const mandateId = await world.requested();
      if (step !== 'awaitAuthentication') await world.authenticated(mandateId, { tokenStatus: 'pending' });
      world.provider.fail('paymentsOf', 'before', 1);
      world.provider.fail('readToken', 'before', 1);
      await world.task(step, mandateId, `silent ${mandateId}`);
      const answered = world.platform.sent.answeredTokens.filter(({ token }) => token === `silent ${mandateId}`);
      expect(answered.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    },
  );

  it('a provider that does not know the order is no silence: the step fails', async () => {
    const mandateId = await world.requested();
    world.provider.fail('paymentsOf', dead);
    await expect(world.task('awaitAuthentication', mandateId, 'a token')).rejects.toMatchObject({
      name: 'payment_refused',
    });
  });
});

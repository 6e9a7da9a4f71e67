import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Mandates } from './given-mandates.ts';
import { startMandates } from './given-mandates.ts';

let world: Mandates;

beforeAll(async () => {
  world = await startMandates();
});
afterAll(() => world.stop());

const wholeLife = [
  'mandate.requested',
  'mandate.authenticated',
  'auth_charge.held',
  'auth_charge.captured',
  'mandate.activated',
  'auth_charge.refund_scheduled',
  'auth_charge.refunded',
];

describe('the registration of a mandate', () => {
  it.each(['card', 'upi'] as const)(
    'SH-01 SH-06 SH-07 SH-08 SH-11 SH-12 D-17 goes on %s from the order over AFA and token to the refund of INR 1',
    async (method) => {
      const mandateId = await world.requested({ method });
      await world.authenticated(mandateId, { bank: 'HDFC', app: 'gpay' });
      const mandate = await world.stored(mandateId);
      expect(mandate).toMatchObject({
        status: 'active',
        pastOrders: [],
        remote: { bank: 'HDFC', app: 'gpay' },
        authCharge: { status: 'refunded', amount: { minor: 100n, currency: 'INR' }, purpose: 'create' },
        afa: { method: method === 'card' ? 'card_redirect' : 'upi_intent' },
      });
      expect(mandate.openOperation).toBeUndefined();
      expect(world.provider.tokens.has(mandate.remote.tokenId ?? '')).toBe(true);
      expect((await world.typesOf(mandateId)).toSorted()).toEqual(wholeLife.toSorted());
      expect(await world.timersOf(mandateId)).toEqual(['expireMandate']);
    },
  );

  it('SH-09 SH-10 the source is not chargeable before its token is confirmed', async () => {
    const mandateId = await world.requested();
    await world.authenticated(mandateId, { tokenStatus: 'pending' });
    const waiting = await world.stored(mandateId);
    expect(waiting).toMatchObject({ status: 'pending_confirmation', authCharge: { status: 'refunded' } });
    const { tokenId } = waiting.remote;
    world.provider.setToken(tokenId!, { status: 'confirmed' });
    expect(await world.settle(mandateId, { type: 'token.confirmed', tokenId })).toBe('applied');
    expect((await world.stored(mandateId)).status).toBe('active');
  });

  it('SH-17 the payer says no on the phone: rejected with a reason of the closed vocabulary, nothing is charged', async () => {
    const mandateId = await world.requested({ method: 'upi' });
    const orderId = await world.orderOf(mandateId);
    world.provider.authenticate(orderId, 'failure', {
      failure: { class: 'customer_action', reason: 'payment_declined' },
      bank: 'SBI',
    });
    await world.settle(mandateId, { type: 'payment.failed', orderId });
    expect(await world.stored(mandateId)).toMatchObject({
      status: 'rejected',
      endReason: 'payment_declined',
    });
    expect((await world.stored(mandateId)).authCharge).toBeUndefined();
    const [last] = (await world.events(mandateId)).slice(-1);
    const refused = { method: 'upi', bank: 'SBI', reason: 'payment_declined' };
    expect([last?.type, last?.data]).toMatchObject(['mandate.rejected', refused]);
  });

  it('SH-14 AFA that went well and a token that did not leave no half-registered mandate, and the INR 1 goes back', async () => {
    const mandateId = await world.requested();
    await world.authenticated(mandateId, { tokenStatus: 'rejected' });
    expect(await world.stored(mandateId)).toMatchObject({
      status: 'rejected',
      endReason: 'token_rejected',
      authCharge: { status: 'refunded' },
    });
  });

  it('boundary case 15 token.cancelled before token.confirmed is final', async () => {
    const mandateId = await world.requested({ method: 'upi' });
    await world.authenticated(mandateId, { tokenStatus: 'cancelled' });
    expect((await world.stored(mandateId)).status).toBe('cancelled');
    const { tokenId } = (await world.stored(mandateId)).remote;
    expect(await world.settle(mandateId, { type: 'token.confirmed', tokenId })).toBe('not_allowed');
    expect((await world.stored(mandateId)).status).toBe('cancelled');
  });

  it('a token that the provider confirms after the cancellation is cancelled there again', async () => {
    const mandateId = await world.requested({ method: 'upi' });
    await world.authenticated(mandateId, { tokenStatus: 'cancelled' });
    const { tokenId } = (await world.stored(mandateId)).remote;
    world.provider.setToken(tokenId!, { status: 'confirmed' });
    expect(await world.settle(mandateId, { type: 'token.confirmed', tokenId })).toBe('not_allowed');
    expect(world.provider.tokens.get(tokenId!)?.status).toBe('cancelled');
    expect(await world.stored(mandateId)).toMatchObject({ status: 'cancelled', tokensToCancel: [] });
  });

  it('I13 replayed and reordered hints change nothing', async () => {
    const mandateId = await world.requested();
    const orderId = await world.authenticated(mandateId);
    const after = await world.stored(mandateId);
    const { tokenId } = after.remote;
    for (const type of ['payment.captured', 'token.confirmed', 'payment.failed', 'order.paid', 'refund.processed']) {
      expect(await world.settle(mandateId, { type, orderId, tokenId })).toBe('already');
    }
    expect(await world.stored(mandateId)).toEqual(after);
    expect(world.provider.refunds.size).toBeGreaterThan(0);
  });

  it('I13 hints that come at once take every step once', async () => {
    const mandateId = await world.requested();
    const orderId = await world.orderOf(mandateId);
    world.provider.authenticate(orderId, 'success');
    await Promise.all(
      Array.from({ length: 5 }, () =>
        world.settle(mandateId, { type: 'payment.captured', orderId }).catch(() => 'later'),
      ),
    );
    await world.settle(mandateId, { type: 'payment.captured', orderId });
    expect((await world.typesOf(mandateId)).toSorted()).toEqual(wholeLife.toSorted());
    const { paymentId } = (await world.stored(mandateId)).authCharge!;
    expect([...world.provider.refunds.values()].filter((refund) => refund.paymentId === paymentId)).toHaveLength(1);
  });

  it.each(['paymentsOf', 'readToken', 'refund'] as const)(
    'I13 a provider that is silent at %s is asked again, and nothing is done twice',
    async (step) => {
      for (const fault of ['before', 'after'] as const) {
        const mandateId = await world.requested();
        const orderId = await world.orderOf(mandateId);
        world.provider.authenticate(orderId, 'success');
        world.provider.fail(step, fault);
        const hint = { type: 'payment.captured', orderId };
        await expect(world.settle(mandateId, hint)).rejects.toMatchObject({ code: 'temporarily_unavailable' });
        await world.settle(mandateId, hint);
        expect((await world.typesOf(mandateId)).toSorted()).toEqual(wholeLife.toSorted());
        const { paymentId } = (await world.stored(mandateId)).authCharge!;
        expect([...world.provider.refunds.values()].filter((refund) => refund.paymentId === paymentId)).toHaveLength(1);
      }
    },
  );

  it('a payment in a state that nobody has seen before waits, and is counted', async () => {
    const mandateId = await world.requested();
    await world.authenticated(mandateId, { paymentStatus: 'pending', isUnknownStatus: true });
    expect((await world.stored(mandateId)).status).toBe('pending_authentication');
    expect(world.counted('payment_status_unknown')).toBe(1);
  });

  it('SH-32 measures registrations by method, bank, app and reason, each once', async () => {
    const before = world.outcomes().length;
    await world.authenticated(await world.requested({ method: 'upi' }), { bank: 'HDFC', app: 'gpay' });
    const mandateId = await world.requested({ method: 'upi' });
    const orderId = await world.orderOf(mandateId);
    world.provider.authenticate(orderId, 'failure');
    await world.settle(mandateId, { type: 'payment.failed', orderId });
    await world.settle(mandateId, { type: 'payment.failed', orderId });
    expect(world.outcomes().slice(before)).toMatchObject([
      { subject: 'registration', isSuccess: true, method: 'upi', bank: 'HDFC', app: 'gpay' },
      { subject: 'registration', isSuccess: false, method: 'upi', reason: 'authentication_failed' },
    ]);
  });

  it('SH-14 money that comes after the end of the authentication is booked, goes back, and its token is cancelled', async () => {
    const mandateId = await world.requested();
    const orderId = await world.orderOf(mandateId);
    const { mandateOperationId } = (await world.stored(mandateId)).openOperation!;
    world.platform.clock.advance({ hours: 80 });
    await world.fire('expireAuthentication', mandateId, { mandateOperationId });
    expect(await world.stored(mandateId)).toMatchObject({ status: 'expired', endReason: 'authentication_expired' });
    const payment = world.provider.authenticate(orderId, 'success');
    expect(await world.settle(mandateId, { type: 'payment.captured', orderId })).toBe('applied');
    expect((await world.stored(mandateId)).status).toBe('expired');
    expect([...world.provider.refunds.values()].map(({ paymentId }) => paymentId)).toContain(payment?.paymentId);
    expect(world.provider.tokens.get(payment?.tokenId ?? '')?.status).toBe('cancelled');
  });
});

describe('the steps of the workflow', () => {
  it('SH-06 SH-09 SH-12 leave their tokens and answer them when payer, bank and provider have decided', async () => {
    const mandateId = await world.requested();
    const orderId = await world.orderOf(mandateId);
    world.provider.refundsAre('pending');
    await world.task('awaitAuthentication', mandateId, `auth ${mandateId}`);
    expect(world.platform.sent.answeredTokens).not.toContainEqual(
      expect.objectContaining({ token: `auth ${mandateId}` }),
    );
    world.provider.authenticate(orderId, 'success', { tokenStatus: 'pending' });
    await world.task('awaitAuthentication', mandateId, `auth ${mandateId} again`);
    await world.task('confirmToken', mandateId, `confirm ${mandateId}`);
    const { tokenId } = (await world.stored(mandateId)).remote;
    world.provider.setToken(tokenId!, { status: 'confirmed' });
    await world.task('confirmToken', mandateId, `confirm ${mandateId} again`);
    await world.task('refundAuthCharge', mandateId, `refund ${mandateId}`);
    const { refundId } = (await world.stored(mandateId)).authCharge!;
    world.provider.setRefund(refundId!, 'processed');
    await world.task('refundAuthCharge', mandateId, `refund ${mandateId} again`);
    world.provider.refundsAre('processed');
    const answered = world.platform.sent.answeredTokens.filter(({ token }) => token.includes(mandateId));
    expect(answered.map(({ token, outcome }) => [token, outcome])).toEqual([
      [`auth ${mandateId} again`, 'succeeded'],
      [`confirm ${mandateId} again`, 'succeeded'],
      [`refund ${mandateId} again`, 'succeeded'],
    ]);
  });

  it.each([
    ['rejected', 'failure'],
    ['expired', 'abandoned'],
  ] as const)('end a registration that is %s', async (status, outcome) => {
    const mandateId = await world.requested();
    const orderId = await world.orderOf(mandateId);
    const { mandateOperationId } = (await world.stored(mandateId)).openOperation!;
    world.provider.authenticate(orderId, outcome);
    world.platform.clock.advance({ hours: 80 });
    await world.fire('expireAuthentication', mandateId, { mandateOperationId });
    await world.task('awaitAuthentication', mandateId, `token ${mandateId}`);
    expect((await world.stored(mandateId)).status).toBe(status);
    expect(world.platform.sent.answeredTokens).toContainEqual({
      token: `token ${mandateId}`,
      outcome: 'failed',
      error: `mandate_${status}`,
    });
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { modifyMandate } from '../../../../functions/mandates/modify-mandate/declaration.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { seeLimits } from '../given-limits.ts';
import type { Mandates } from '../given-mandates.ts';
import { startMandates } from '../given-mandates.ts';

let world: Mandates;

beforeAll(async () => {
  world = await startMandates();
});
afterAll(() => world.stop());

const inr = (rupees: number) => ({ amount: rupees * 100, currency: 'INR' });

describe('modifyMandate', () => {
  itRefusesBadRequests({
    declaration: modifyMandate,
    handler: () => world.handlers.modify,
    valid: async () => ({
      as: world.server,
      params: { mandateId: await world.active() },
      body: { maxAmount: inr(900) },
    }),
    malformed: { maxAmount: { amount: 1.5, currency: 'INR' }, validUntil: 'soon', notification: {} },
  });

  it('SH-18 SH-21 tells of a new maximum on UPI what is likely to pass, and refuses none that was not declared', async () => {
    const mandateId = await world.requested({ method: 'upi' });
    await world.authenticated(mandateId, { bank: 'CHANGED', app: 'changed' });
    await seeLimits(world.platform, world.tenant, { bank: 'changed', app: 'changed', rupees: 8_000 });
    const above = await world.act('modify', mandateId, { body: { maxAmount: inr(100_000) } });
    expect([above.status, above.body.code, above.body.suggestedMaximum]).toEqual([422, 'limit_exceeded', inr(8_000)]);
    const { status, body } = await world.act('modify', mandateId, { body: { maxAmount: inr(9_000) } });
    expect([status, body.limits, body.warnings]).toMatchObject([
      202,
      { suggestedMaximum: inr(8_000), source: 'observed' },
      [{ code: 'above_suggested_maximum' }],
    ]);
    const other = await world.requested({ method: 'upi' });
    await world.authenticated(other, { bank: 'CHANGED', app: 'changed' });
    const within = await world.act('modify', other, { body: { maxAmount: inr(8_000) } });
    expect([within.status, within.body.limits.suggestedMaximum, within.body.warnings]).toEqual([
      202,
      inr(8_000),
      undefined,
    ]);
    const third = await world.active({ method: 'upi' });
    const longer = await world.act('modify', third, { body: { validUntil: '2029-01-01T00:00:00.000Z' } });
    expect([longer.status, longer.body.limits]).toEqual([202, undefined]);
  });

  it.each(['card', 'upi'] as const)(
    'rule 6 a new maximum on %s holds once the payer has authenticated and the new token is confirmed',
    async (method) => {
      const mandateId = await world.active({ method });
      const old = (await world.stored(mandateId)).remote.tokenId;
      const [debitId] = await world.withDebits(mandateId, 1);
      const body = { maxAmount: inr(900), validUntil: '2029-01-01T00:00:00.000Z' };
      const answer = await world.act('modify', mandateId, { body });
      expect([answer.status, answer.body]).toMatchObject([
        202,
        { type: 'modify', status: 'afa_pending', authentication: { url: expect.any(String) } },
      ]);
      const orderId = await world.authenticated(mandateId, { tokenStatus: 'pending' });
      expect(world.provider.orders.get(orderId)?.draft).toMatchObject({ token: { maxAmount: { minor: 900_00n } } });
      const waiting = await world.stored(mandateId);
      expect([waiting.maxAmount.minor, waiting.remote.tokenId, waiting.status]).toEqual([5_000_00n, old, 'active']);
      const { tokenId } = waiting.openOperation!;
      world.provider.setToken(tokenId!, { status: 'confirmed' });
      await world.settle(mandateId, { type: 'token.confirmed', tokenId });
      const mandate = await world.stored(mandateId);
      expect(mandate).toMatchObject({
        maxAmount: { minor: 900_00n },
        remote: { tokenId },
        otherCharges: [],
        tokensToCancel: [],
        openDebits: [],
      });
      expect([mandate.openOperation, mandate.validUntil.toString()]).toEqual([undefined, '2029-01-01T00:00:00Z']);
      expect(world.provider.tokens.get(old!)?.status).toBe('cancelled');
      expect(world.debits.cancelled).toContainEqual({ debitId, why: 'mandate_modified' });
      const refunded = (await world.events(mandateId)).filter(({ type }) => type === 'auth_charge.refunded');
      expect(refunded.map(({ data }) => data['purpose']).toSorted()).toEqual(['create', 'modify']);
    },
  );

  it('rule 11 another channel needs the payer’s word, and no new token', async () => {
    const mandateId = await world.active();
    const { tokenId } = (await world.stored(mandateId)).remote;
    await world.act('modify', mandateId, { body: { notification: { channel: 'email' } } });
    const orderId = await world.authenticated(mandateId);
    expect(world.provider.orders.get(orderId)?.draft).toMatchObject({ token: undefined });
    expect(await world.stored(mandateId)).toMatchObject({ notification: { channel: 'email' }, remote: { tokenId } });
  });

  it.each([
    ['a payer who says no', 'failure', {}],
    ['a token that the bank rejects', 'success', { tokenStatus: 'rejected' }],
  ] as const)('SH-14 %s leaves the mandate as it was', async (_what, outcome, more) => {
    const mandateId = await world.active();
    const before = await world.stored(mandateId);
    await world.act('modify', mandateId, { body: { maxAmount: inr(1) } });
    const orderId = await world.orderOf(mandateId);
    world.provider.authenticate(orderId, outcome, more);
    await world.settle(mandateId, { type: 'order.paid', orderId });
    const after = await world.stored(mandateId);
    expect([after.status, after.maxAmount, after.remote]).toEqual(['active', before.maxAmount, before.remote]);
    expect([after.openOperation, after.otherCharges]).toEqual([undefined, []]);
    expect(await world.typesOf(mandateId)).toContain('mandate.operation_failed');
  });

  it('a debit under way keeps the old token alive until its money is asked for', async () => {
    const mandateId = await world.active();
    const old = (await world.stored(mandateId)).remote.tokenId;
    const [debitId] = await world.withDebits(mandateId, 1, true);
    await world.act('modify', mandateId, { body: { maxAmount: inr(900) } });
    await world.authenticated(mandateId);
    expect(world.provider.tokens.get(old!)?.status).toBe('confirmed');
    expect(await world.stored(mandateId)).toMatchObject({ openDebits: [{ debitId }], tokensToCancel: [old] });
  });

  it('refuses nothing to change, too much, the past, and a second change at once', async () => {
    const upi = await world.active({ method: 'upi' });
    expect((await world.act('modify', upi, { body: {} })).body.code).toBe('validation_failed');
    expect((await world.act('modify', upi, { body: { maxAmount: inr(100_000) } })).body.code).toBe('limit_exceeded');
    const past = await world.act('modify', upi, { body: { validUntil: '2020-01-01T00:00:00.000Z' } });
    expect([past.status, past.body.invalidFields[0].path]).toEqual([400, 'validUntil']);
    expect((await world.act('modify', upi, { body: { maxAmount: inr(10) } })).status).toBe(202);
    const second = await world.act('modify', upi, { body: { maxAmount: inr(11) } });
    expect([second.status, second.body.code]).toEqual([409, 'invalid_state']);
    expect((await world.act('modify', upi, { as: { tenant: await world.platform.tenant() }, body: {} })).status).toBe(
      404,
    );
  });

  it('refuses a mandate that is paused', async () => {
    const mandateId = await world.active();
    await world.act('pause', mandateId, { body: {} });
    expect((await world.act('modify', mandateId, { body: { maxAmount: inr(10) } })).status).toBe(409);
  });

  it('the payee may give the mandate up while its payer is asked for a change', async () => {
    const mandateId = await world.active();
    await world.act('modify', mandateId, { body: { maxAmount: inr(900) } });
    const orderId = await world.orderOf(mandateId);
    expect((await world.act('withdraw', mandateId, { body: {} })).status).toBe(202);
    world.provider.authenticate(orderId, 'success');
    await world.settle(mandateId, { type: 'payment.captured', orderId });
    const mandate = await world.stored(mandateId);
    expect([mandate.status, mandate.otherCharges, mandate.tokensToCancel]).toEqual(['cancelled', [], []]);
  });
});

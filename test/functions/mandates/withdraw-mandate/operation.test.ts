import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withdrawMandate } from '../../../../functions/mandates/withdraw-mandate/declaration.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import type { Mandates } from '../given-mandates.ts';
import { startMandates } from '../given-mandates.ts';

let world: Mandates;

beforeAll(async () => {
  world = await startMandates();
});
afterAll(() => world.stop());

describe('withdrawMandate', () => {
  itRefusesBadRequests({
    declaration: withdrawMandate,
    handler: () => world.handlers.withdraw,
    valid: async () => ({ as: world.server, params: { mandateId: await world.active() }, body: {} }),
    malformed: { reason: 7 },
  });

  it('the payee gives up its right at once: no debit is left open but the one whose money is asked for', async () => {
    const mandateId = await world.active();
    const [executing, ...others] = await world.withDebits(mandateId, 3, true);
    const { status, body } = await world.act('withdraw', mandateId, { body: { reason: 'moved away' } });
    expect([status, body]).toMatchObject([202, { type: 'withdraw', status: 'initiated' }]);
    expect(body.authentication).toBeUndefined();
    expect(await world.stored(mandateId)).toMatchObject({
      status: 'cancellation_pending',
      openDebits: [{ debitId: executing }],
    });
    expect(world.debits.cancelled.filter(({ debitId }) => others.includes(debitId))).toHaveLength(2);
    const cancelled = (await world.platform.items('record')).filter(({ type }) => type === 'debit.cancelled');
    expect(cancelled.map(({ resourceId }) => resourceId)).toEqual(expect.arrayContaining([...others]));
    expect(JSON.stringify(await world.events(mandateId))).not.toContain('moved away');
    expect(await world.timersOf(mandateId)).toContain('followMandate');
  });

  it('is not final before the network says so, and the network is asked until it does', async () => {
    const mandateId = await world.active();
    const { tokenId } = (await world.stored(mandateId)).remote;
    world.provider.cancellationsAre('cancellation_initiated');
    await world.act('withdraw', mandateId, { body: {} });
    world.provider.fail('cancelToken', 'before');
    await world.fire('followMandate', mandateId);
    expect((await world.stored(mandateId)).status).toBe('cancellation_pending');
    await world.fire('followMandate', mandateId);
    expect(world.provider.tokens.get(tokenId!)?.status).toBe('cancellation_initiated');
    expect((await world.stored(mandateId)).status).toBe('cancellation_pending');
    world.provider.cancellationsAre('cancelled');
    world.provider.setToken(tokenId!, { status: 'cancelled' });
    expect(await world.settle(mandateId, { type: 'token.cancelled', tokenId })).toBe('applied');
    expect(await world.stored(mandateId)).toMatchObject({ status: 'cancelled', endReason: 'withdrawn' });
    expect(await world.timersOf(mandateId)).toEqual(['purgeMandate']);
  });

  it('rule 6 the payer authenticates first, and the INR 1 of it goes back', async () => {
    const mandateId = await world.active();
    const as = await world.holder(mandateId);
    const { status, body } = await world.act('withdraw', mandateId, { as, body: {} });
    expect([status, body]).toMatchObject([
      202,
      { type: 'withdraw', status: 'afa_pending', authentication: { type: 'redirect' } },
    ]);
    expect(await world.stored(mandateId)).toMatchObject({ status: 'active', openOperation: { type: 'withdraw' } });
    const orderId = await world.authenticated(mandateId);
    expect(world.provider.orders.get(orderId)?.draft).toMatchObject({ token: undefined });
    const mandate = await world.stored(mandateId);
    expect([mandate.status, mandate.otherCharges]).toEqual(['cancelled', []]);
    const refunded = (await world.events(mandateId)).filter(({ type }) => type === 'auth_charge.refunded');
    expect(refunded.map(({ data }) => data['purpose']).toSorted()).toEqual(['create', 'withdraw']);
  });

  it.each(['failure', 'abandoned'] as const)(
    'a payer’s withdrawal with %s leaves the mandate active',
    async (outcome) => {
      const mandateId = await world.active();
      await world.act('withdraw', mandateId, { as: await world.holder(mandateId), body: {} });
      const { orderId, mandateOperationId } = (await world.stored(mandateId)).openOperation!;
      world.provider.authenticate(orderId!, outcome);
      world.platform.clock.advance({ hours: 80 });
      await world.fire('expireAuthentication', mandateId, { mandateOperationId });
      const mandate = await world.stored(mandateId);
      expect([mandate.status, mandate.openOperation]).toEqual(['active', undefined]);
      expect(await world.typesOf(mandateId)).toContain('mandate.operation_failed');
    },
  );

  it('refuses what is not active any more, and a paused one on UPI', async () => {
    const mandateId = await world.requested();
    expect((await world.act('withdraw', mandateId, { body: {} })).body.code).toBe('invalid_state');
    const upi = await world.active({ method: 'upi' });
    await world.act('pause', upi, { as: await world.holder(upi), body: {} });
    expect((await world.act('withdraw', upi, { body: {} })).status).toBe(409);
    const card = await world.active();
    await world.act('pause', card, { body: {} });
    expect((await world.act('withdraw', card, { body: {} })).status).toBe(202);
    expect((await world.act('withdraw', card, { body: {} })).status).toBe(409);
  });

  it('answers 404 for another tenant’s mandate and another customer’s', async () => {
    const mandateId = await world.active();
    const stranger = { customer: await world.customer(), of: world.tenant };
    expect((await world.act('withdraw', mandateId, { as: stranger, body: {} })).status).toBe(404);
    const other = { tenant: await world.platform.tenant() };
    expect((await world.act('withdraw', mandateId, { as: other, body: {} })).status).toBe(404);
  });

  it('two at once, with two keys: one is carried out', async () => {
    const mandateId = await world.active();
    const answers = await Promise.all(
      [1, 2].map(() => world.act('withdraw', mandateId, { body: {}, idempotencyKey: randomUUID() })),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([202, 409]);
  });

  it('SH-26 an order whose answer got lost is adopted by the repeat', async () => {
    const mandateId = await world.active();
    const as = await world.holder(mandateId);
    const before = world.provider.orders.size;
    world.provider.fail('openAuthentication', 'after');
    const idempotencyKey = randomUUID();
    expect((await world.act('withdraw', mandateId, { as, body: {}, idempotencyKey })).status).toBe(503);
    expect((await world.act('withdraw', mandateId, { as, body: {}, idempotencyKey })).status).toBe(202);
    expect(world.provider.orders.size).toBe(before + 1);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pauseMandate } from '../../../../functions/mandates/pause-mandate/declaration.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import type { Mandates } from '../given-mandates.ts';
import { startMandates } from '../given-mandates.ts';

let world: Mandates;

beforeAll(async () => {
  world = await startMandates();
});
afterAll(() => world.stop());

const tomorrow = () => world.platform.clock.now().add({ hours: 24 }).toString();

describe('pauseMandate', () => {
  itRefusesBadRequests({
    declaration: pauseMandate,
    handler: () => world.handlers.pause,
    valid: async () => ({ as: world.server, params: { mandateId: await world.active() }, body: {} }),
    malformed: { until: 'tomorrow' },
  });

  it('pauses a card’s mandate for payee and payer, and its end comes by itself', async () => {
    for (const by of ['server', 'customer'] as const) {
      const mandateId = await world.active();
      const as = by === 'server' ? world.server : await world.holder(mandateId);
      const { status, body } = await world.act('pause', mandateId, { as, body: { until: tomorrow() } });
      expect([status, body]).toMatchObject([202, { type: 'pause', status: 'succeeded' }]);
      expect(await world.stored(mandateId)).toMatchObject({ status: 'paused', pausedBy: by });
      expect(await world.timersOf(mandateId)).toEqual(['endMandatePause', 'expireMandate']);
      await expect(world.fire('endMandatePause', mandateId)).rejects.toMatchObject({ code: 'temporarily_unavailable' });
      world.platform.clock.advance({ hours: 24 });
      await world.fire('endMandatePause', mandateId);
      await world.fire('endMandatePause', mandateId);
      const { status: after, pausedBy } = await world.stored(mandateId);
      expect([after, pausedBy]).toEqual(['active', undefined]);
    }
  });

  it('rule 34 on UPI only the payer pauses, and the refusal says so', async () => {
    const mandateId = await world.active({ method: 'upi' });
    const { status, body } = await world.act('pause', mandateId, { body: {} });
    expect([status, body.code, body.allowed]).toEqual([409, 'invalid_state', 'customer']);
    expect((await world.act('pause', mandateId, { as: await world.holder(mandateId), body: {} })).status).toBe(202);
  });

  it.each(['2026-01-01T00:00:00.000Z', '2029-01-01T00:00:00.000Z'])(
    'refuses an end outside of the present validity: %s',
    async (until) => {
      const { status, body } = await world.act('pause', await world.active(), { body: { until } });
      expect([status, body.invalidFields[0].path]).toEqual([400, 'until']);
    },
  );

  it('refuses a mandate that is not active, that is being changed, or that is somebody else’s', async () => {
    const pending = await world.requested();
    expect((await world.act('pause', pending, { body: {} })).body.mandateStatus).toBe('pending_authentication');
    const mandateId = await world.active();
    await world.act('modify', mandateId, { body: { notification: { channel: 'email' } } });
    expect((await world.act('pause', mandateId, { body: {} })).body.code).toBe('invalid_state');
    const stranger = { customer: await world.customer(), of: world.tenant };
    expect((await world.act('pause', mandateId, { as: stranger, body: {} })).status).toBe(404);
  });

  it('hears of a pause in the payer’s app, and of its end there', async () => {
    const mandateId = await world.active({ method: 'upi' });
    const { tokenId } = (await world.stored(mandateId)).remote;
    world.provider.setToken(tokenId!, { status: 'paused' });
    expect(await world.settle(mandateId, { type: 'token.paused', tokenId })).toBe('applied');
    expect(await world.stored(mandateId)).toMatchObject({ status: 'paused', pausedBy: 'payer_app' });
    const refused = await world.act('resume', mandateId, { as: await world.holder(mandateId) });
    expect([refused.status, refused.body.code]).toEqual([409, 'invalid_state']);
    world.provider.setToken(tokenId!, { status: 'confirmed' });
    await world.settle(mandateId, { type: 'token.resumed', tokenId });
    expect((await world.stored(mandateId)).status).toBe('active');
  });

  it('a pause of ours is not lifted by a token that the provider still calls confirmed', async () => {
    const mandateId = await world.active({ method: 'upi' });
    await world.act('pause', mandateId, { as: await world.holder(mandateId), body: {} });
    await world.settle(mandateId, { type: 'token.confirmed' });
    expect((await world.stored(mandateId)).status).toBe('paused');
  });
});

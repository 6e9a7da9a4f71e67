import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wire } from '../../../../functions/mandates/resume-mandate-registration/handler.ts';
import { deliver } from '../../../support/trigger.ts';
import type { Mandates } from '../given-mandates.ts';
import { startMandates } from '../given-mandates.ts';

let world: Mandates;

beforeAll(async () => {
  world = await startMandates();
});
afterAll(() => world.stop());

const answersOf = (token: string) => world.platform.sent.answeredTokens.filter((answer) => answer.token === token);

describe('resumeMandateRegistration', () => {
  it('SH-17 lets a waiting registration go on when the payer has authenticated, once', async () => {
    const mandateId = await world.requested({ method: 'upi' });
    const token = `token of ${mandateId}`;
    await world.task('awaitAuthentication', mandateId, token);
    await world.authenticated(mandateId);
    const event = (await world.events(mandateId)).find(({ type }) => type === 'mandate.authenticated');
    expect(await deliver(wire(world.platform), { detail: event })).toBe(true);
    expect(await deliver(wire(world.platform), { detail: event })).toBe(true);
    expect(answersOf(token)).toEqual([{ token, outcome: 'succeeded' }]);
  });

  it('SH-12 hears of the refund by the event of the charge', async () => {
    const mandateId = await world.requested();
    world.provider.refundsAre('pending');
    await world.authenticated(mandateId);
    world.provider.refundsAre('processed');
    const token = `refund of ${mandateId}`;
    await world.task('refundAuthCharge', mandateId, token);
    const { refundId } = (await world.stored(mandateId)).authCharge!;
    world.provider.setRefund(refundId!, 'processed');
    await world.settle(mandateId, { type: 'refund.processed', refundId });
    const event = (await world.events(mandateId)).find(({ type }) => type === 'auth_charge.refunded');
    expect(await deliver(wire(world.platform), { detail: event })).toBe(true);
    expect(answersOf(token)).toEqual([{ token, outcome: 'succeeded' }]);
  });

  it('needs nobody to wait', async () => {
    const mandateId = await world.active();
    const [event] = await world.events(mandateId);
    expect(await deliver(wire(world.platform), { detail: event })).toBe(true);
  });
});

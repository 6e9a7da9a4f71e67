import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Mandates } from '../given-mandates.ts';
import { startMandates } from '../given-mandates.ts';

let world: Mandates;

beforeAll(async () => {
  world = await startMandates();
});
afterAll(() => world.stop());

const answersOf = (token: string) => world.platform.sent.answeredTokens.filter((answer) => answer.token === token);

describe('refundAuthCharge', () => {
  it('SH-12 D-17 a refund that fails is asked for again under another key, and ends the step after four', async () => {
    const mandateId = await world.requested();
    world.provider.refundsAre('failed');
    await world.authenticated(mandateId);
    for (let run = 0; run < 3; run += 1) await world.task('refundAuthCharge', mandateId, `token ${mandateId}`);
    world.provider.refundsAre('processed');
    const { authCharge } = await world.stored(mandateId);
    expect(authCharge).toMatchObject({ status: 'refund_failed', refunds: 4 });
    const asked = [...world.provider.refunds.values()].filter(({ paymentId }) => paymentId === authCharge?.paymentId);
    expect(new Set(asked.map(({ key }) => key)).size).toBe(4);
    expect(answersOf(`token ${mandateId}`)).toMatchObject([{ outcome: 'failed', error: 'refund_failed' }]);
    expect((await world.stored(mandateId)).status).toBe('active');
  });

  it('SH-11 has a record for each state of the charge', async () => {
    const mandateId = await world.active();
    await world.task('refundAuthCharge', mandateId, `token ${mandateId}`);
    expect(answersOf(`token ${mandateId}`)).toMatchObject([{ outcome: 'succeeded' }]);
    const ofCharge = (await world.events(mandateId)).filter(({ resource }) => resource.type === 'auth_charge');
    expect(ofCharge.toSorted((a, b) => a.sequence - b.sequence).map(({ sequence, type }) => [sequence, type])).toEqual([
      [1, 'auth_charge.held'],
      [2, 'auth_charge.captured'],
      [3, 'auth_charge.refund_scheduled'],
      [4, 'auth_charge.refunded'],
    ]);
  });
});

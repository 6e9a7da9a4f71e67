import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Mandates } from '../given-mandates.ts';
import { startMandates } from '../given-mandates.ts';

let world: Mandates;

beforeAll(async () => {
  world = await startMandates();
});
afterAll(() => world.stop());

describe('failMandate', () => {
  it.each([
    ['States.Timeout', 'timed_out'],
    ['TypeError', 'internal_error'],
    ['receipt_conflict', 'receipt_conflict'],
  ])('notes %s as %s, and nothing of a defect', async (error, reason) => {
    const mandateId = await world.requested();
    await world.fail(mandateId, error);
    await world.fail(mandateId, error);
    expect(await world.stored(mandateId)).toMatchObject({ status: 'rejected', endReason: reason });
    expect((await world.typesOf(mandateId)).filter((type) => type === 'mandate.rejected')).toHaveLength(1);
  });

  it('SH-14 cancels a token that may be alive', async () => {
    const mandateId = await world.requested();
    await world.authenticated(mandateId, { tokenStatus: 'pending' });
    const { tokenId } = (await world.stored(mandateId)).remote;
    await world.fail(mandateId, 'States.Timeout');
    await world.fire('followMandate', mandateId);
    expect(world.provider.tokens.get(tokenId!)?.status).toBe('cancelled');
  });

  it('leaves a mandate that is registered as it is', async () => {
    const mandateId = await world.active();
    await world.fail(mandateId, 'States.Timeout');
    expect((await world.stored(mandateId)).status).toBe('active');
  });
});

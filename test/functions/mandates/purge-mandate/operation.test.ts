import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Mandates } from '../given-mandates.ts';
import { startMandates } from '../given-mandates.ts';

let world: Mandates;

beforeAll(async () => {
  world = await startMandates();
});
afterAll(() => world.stop());

describe('purgeMandate', () => {
  it('rule 19 erases the token and the provider’s customer 30 days after the end, at the provider too', async () => {
    const mandateId = await world.active();
    const { tokenId } = (await world.stored(mandateId)).remote;
    await world.act('withdraw', mandateId, { body: {} });
    await world.fire('followMandate', mandateId);
    await expect(world.fire('purgeMandate', mandateId)).rejects.toMatchObject({ code: 'temporarily_unavailable' });
    world.platform.clock.advance({ hours: 30 * 24 });
    await world.fire('purgeMandate', mandateId);
    await world.fire('purgeMandate', mandateId);
    expect(world.provider.tokens.has(tokenId!)).toBe(false);
    expect((await world.stored(mandateId)).remote).toEqual({ customerId: 'erased' });
    expect((await world.typesOf(mandateId)).filter((type) => type === 'mandate.purged')).toHaveLength(1);
    const left = JSON.stringify(await world.platform.items(), (_, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    );
    expect([tokenId, left.includes(tokenId!)]).toEqual([expect.any(String), false]);
  });

  it('rule 19 comes back day by day while the provider owes a refund, and fails for nobody', async () => {
    world.provider.refundsAre('pending');
    const mandateId = await world.active();
    await world.act('withdraw', mandateId, { body: {} });
    await world.fire('followMandate', mandateId);
    expect((await world.stored(mandateId)).status).toBe('cancelled');
    world.platform.clock.advance({ hours: 30 * 24 });
    await world.fire('purgeMandate', mandateId);
    expect((await world.stored(mandateId)).purgedAt).toBeUndefined();
    expect(await world.timersOf(mandateId)).toContain('purgeMandate');
    world.provider.refundsAre('processed');
    for (const refundId of world.provider.refunds.keys()) world.provider.setRefund(refundId, 'processed');
    await world.fire('followMandate', mandateId);
    world.platform.clock.advance({ hours: 24 });
    await world.fire('purgeMandate', mandateId);
    expect((await world.stored(mandateId)).remote).toEqual({ customerId: 'erased' });
  });
});

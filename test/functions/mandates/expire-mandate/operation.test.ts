import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Mandates } from '../given-mandates.ts';
import { startMandates } from '../given-mandates.ts';

let world: Mandates;

beforeAll(async () => {
  world = await startMandates();
});
afterAll(() => world.stop());

describe('expireMandate', () => {
  it('rule 13 ends a mandate whose validity is over, with its open debits', async () => {
    const mandateId = await world.active({ validUntil: '2026-12-01T00:00:00.000Z' });
    const [debitId] = await world.withDebits(mandateId, 1);
    await expect(world.fire('expireMandate', mandateId)).rejects.toMatchObject({ code: 'temporarily_unavailable' });
    world.platform.clock.advance({ hours: 24 * 10 });
    await world.fire('expireMandate', mandateId);
    await world.fire('expireMandate', mandateId);
    expect(await world.stored(mandateId)).toMatchObject({
      status: 'expired',
      endReason: 'validity_over',
      openDebits: [],
    });
    expect(world.debits.cancelled).toContainEqual({ debitId, why: 'mandate_expired' });
    expect((await world.typesOf(mandateId)).filter((type) => type === 'mandate.expired')).toHaveLength(1);
  });
});

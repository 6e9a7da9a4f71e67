import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Mandates } from '../given-mandates.ts';
import { startMandates } from '../given-mandates.ts';

let world: Mandates;

beforeAll(async () => {
  world = await startMandates();
});
afterAll(() => world.stop());

describe('endMandatePause', () => {
  it('needs nothing where the mandate was resumed, or paused without an end', async () => {
    const mandateId = await world.active();
    await world.fire('endMandatePause', mandateId);
    await world.act('pause', mandateId, { body: {} });
    await world.fire('endMandatePause', mandateId);
    expect((await world.stored(mandateId)).status).toBe('paused');
  });

  it('refuses a mandate that there is not', async () => {
    await expect(world.fire('endMandatePause', 'mdt_nothing')).rejects.toMatchObject({ code: 'mandate_not_found' });
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Mandates } from '../given-mandates.ts';
import { startMandates } from '../given-mandates.ts';

let world: Mandates;

beforeAll(async () => {
  world = await startMandates();
});
afterAll(() => world.stop());

describe('followMandate', () => {
  it('comes back less and less often while the provider owes something, and no more once it does not', async () => {
    const mandateId = await world.requested();
    await world.authenticated(mandateId, { tokenStatus: 'pending' });
    const due = async () => (await world.stored(mandateId)).followFrom!.epochMilliseconds / 60_000;
    const pauses: number[] = [];
    for (const minutes of [5, 5, 10]) {
      world.platform.clock.advance({ minutes });
      await world.fire('followMandate', mandateId);
      pauses.push((await due()) - world.platform.clock.now().epochMilliseconds / 60_000);
    }
    expect(pauses).toEqual([5, 10, 20]);
    world.provider.setToken((await world.stored(mandateId)).remote.tokenId!, { status: 'confirmed' });
    await world.fire('followMandate', mandateId);
    const { status, followFrom } = await world.stored(mandateId);
    expect([status, followFrom]).toEqual(['active', undefined]);
    expect(await world.timersOf(mandateId)).toEqual(['expireMandate']);
  });

  it('does not fail where the provider is silent: it comes back', async () => {
    const mandateId = await world.requested();
    await world.authenticated(mandateId, { tokenStatus: 'pending' });
    world.provider.fail('readToken', 'before');
    await world.fire('followMandate', mandateId);
    expect(await world.timersOf(mandateId)).toContain('followMandate');
  });
});

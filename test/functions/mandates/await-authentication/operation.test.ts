import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Mandates } from '../given-mandates.ts';
import { startMandates } from '../given-mandates.ts';

let world: Mandates;

beforeAll(async () => {
  world = await startMandates();
});
afterAll(() => world.stop());

const answersOf = (token: string) => world.platform.sent.answeredTokens.filter((answer) => answer.token === token);

describe('awaitAuthentication', () => {
  it('SH-06 waits for the payer, and looks for itself: the answer may have come before the token', async () => {
    const mandateId = await world.requested();
    await world.task('awaitAuthentication', mandateId, `first ${mandateId}`);
    expect(answersOf(`first ${mandateId}`)).toEqual([]);
    world.provider.authenticate(await world.orderOf(mandateId), 'success');
    await world.task('awaitAuthentication', mandateId, `second ${mandateId}`);
    expect(answersOf(`second ${mandateId}`)).toMatchObject([{ outcome: 'succeeded' }]);
    expect((await world.stored(mandateId)).status).toBe('active');
  });

  it('refuses a mandate of another tenant', async () => {
    await expect(world.task('awaitAuthentication', 'mdt_nothing', 'a token')).rejects.toMatchObject({
      name: 'mandate_not_found',
    });
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Mandates } from '../given-mandates.ts';
import { startMandates } from '../given-mandates.ts';

let world: Mandates;

beforeAll(async () => {
  world = await startMandates();
});
afterAll(() => world.stop());

const answersOf = (token: string) => world.platform.sent.answeredTokens.filter((answer) => answer.token === token);

describe('confirmToken', () => {
  it('SH-09 waits until the bank has confirmed the token', async () => {
    const mandateId = await world.requested();
    await world.authenticated(mandateId, { tokenStatus: 'pending' });
    await world.task('confirmToken', mandateId, `first ${mandateId}`);
    expect(answersOf(`first ${mandateId}`)).toEqual([]);
    world.provider.setToken((await world.stored(mandateId)).remote.tokenId!, { status: 'confirmed' });
    await world.task('confirmToken', mandateId, `second ${mandateId}`);
    expect(answersOf(`second ${mandateId}`)).toMatchObject([{ outcome: 'succeeded' }]);
  });

  it('SH-14 ends the registration when the bank rejects it', async () => {
    const mandateId = await world.requested();
    await world.authenticated(mandateId, { tokenStatus: 'rejected' });
    await world.task('confirmToken', mandateId, `token ${mandateId}`);
    expect(answersOf(`token ${mandateId}`)).toMatchObject([{ outcome: 'failed', error: 'mandate_rejected' }]);
  });

  it('a status that nobody has seen before waits, and is counted for the alarm', async () => {
    const mandateId = await world.requested();
    await world.authenticated(mandateId, { tokenStatus: 'pending' });
    world.provider.setToken((await world.stored(mandateId)).remote.tokenId!, { isUnknownStatus: true });
    await world.task('confirmToken', mandateId, `token ${mandateId}`);
    expect(answersOf(`token ${mandateId}`)).toEqual([]);
    expect((await world.stored(mandateId)).status).toBe('pending_confirmation');
  });
});

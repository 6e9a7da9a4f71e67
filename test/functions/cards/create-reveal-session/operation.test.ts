import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRevealSession } from '../../../../functions/cards/create-reveal-session/declaration.ts';
import { wire } from '../../../../functions/cards/create-reveal-session/handler.ts';
import { assertionBy, newPhone } from '../../../support/phones.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import type { CardWorld } from '../given-cards.ts';
import { recordsOf, startCardWorld } from '../given-cards.ts';
import type { CardHolder } from '../given-reveals.ts';
import { askForReveal, cardHolder, changeCard, lockedWith, pairedPhone } from '../given-reveals.ts';

let world: CardWorld;
let holder: CardHolder;

beforeAll(async () => {
  world = await startCardWorld();
  holder = await cardHolder(world);
});
afterAll(() => world.stop());

const outcome = async (asked: ReturnType<typeof askForReveal>): Promise<readonly unknown[]> => {
  const { status, body } = await asked;
  const code: unknown = body.code;
  return [status, code];
};

describe('createRevealSession', () => {
  itRefusesBadRequests({
    declaration: createRevealSession,
    handler: () => wire(world.platform),
    valid: async () => ({
      as: holder.as,
      params: { cardId: holder.card.cardId },
      body: {
        assertion: await assertionBy(world.platform, holder.phone, holder.installationId),
        fields: ['pan'],
      },
    }),
    required: ['assertion', 'fields'],
    malformed: { assertion: '', fields: ['pan', 'track'] },
  });

  it('AN-55 AL-30 answers a session of a minute of real time, recorded once', async () => {
    const { status, body } = await askForReveal(world, holder, { fields: ['pan', 'pin'] });
    expect(status).toBe(201);
    expect(body).toEqual({
      revealSessionId: expect.stringMatching(/^rvl_/),
      expiresAt: world.platform.clock.now().add({ seconds: 60 }).toString({ fractionalSecondDigits: 3 }),
    });
    expect(await recordsOf(world.platform, body.revealSessionId)).toMatchObject([
      { type: 'reveal_session.created', actor: `customer:${holder.customerId}` },
    ]);
  });

  it.each([[[]], [['pan', 'pan']], [['PAN']], ['pan'], [[null]]])('refuses the fields %j', async (fields) => {
    expect(await outcome(askForReveal(world, holder, { fields }))).toEqual([400, 'validation_failed']);
  });

  it('AN-55 takes an assertion once', async () => {
    const assertion = await assertionBy(world.platform, holder.phone, holder.installationId);
    expect((await askForReveal(world, holder, { assertion })).status).toBe(201);
    expect(await outcome(askForReveal(world, holder, { assertion }))).toEqual([401, 'unauthenticated']);
  });

  it('AN-55 refuses an assertion of another device, of another customer, or by another key', async () => {
    const other = await pairedPhone(world, holder.customerId);
    const stranger = await cardHolder(world);
    const assertions = [
      await assertionBy(world.platform, other.phone, other.installationId),
      await assertionBy(world.platform, stranger.phone, stranger.installationId),
      await assertionBy(world.platform, newPhone(), holder.installationId),
      'no.jws.here',
    ];
    for (const assertion of assertions) {
      expect(await outcome(askForReveal(world, holder, { assertion }))).toEqual([401, 'unauthenticated']);
    }
  });

  it('AN-55 refuses an assertion that is five minutes old', async () => {
    const assertion = await assertionBy(world.platform, holder.phone, holder.installationId);
    for (const { clock } of [world.platform, world.twin.platform]) clock.advance({ seconds: 301 });
    expect(await outcome(askForReveal(world, holder, { assertion }))).toEqual([401, 'unauthenticated']);
  });

  it('M-33 answers a card of another customer like an unknown one: 404, and the nonce is still good', async () => {
    const stranger = await cardHolder(world);
    const assertion = await assertionBy(world.platform, holder.phone, holder.installationId);
    for (const cardId of [stranger.card.cardId, world.platform.ids.next('crd', world.tenant), 'crd_1']) {
      const request = { params: { cardId } };
      expect(await outcome(askForReveal(world, holder, { assertion, request }))).toEqual([404, 'card_not_found']);
    }
    expect((await askForReveal(world, holder, { assertion })).status).toBe(201);
  });

  it.each([
    ['closed', { status: 'closed', issuerStatus: 'closed', requestedStatus: 'closed' }],
    ['lost', lockedWith(1)],
    ['stolen', lockedWith(2)],
  ])('refuses a card that is %s with 409', async (_, change) => {
    const other = await cardHolder(world);
    await changeCard(world, other.card.cardId, change);
    expect(await outcome(askForReveal(world, other))).toEqual([409, 'invalid_state']);
  });
});

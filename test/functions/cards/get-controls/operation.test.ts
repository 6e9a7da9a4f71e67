import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getControls } from '../../../../functions/cards/get-controls/declaration.ts';
import { wire } from '../../../../functions/cards/get-controls/handler.ts';
import type { HttpHandler } from '../../../../functions/kernel/operation/http-operation.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { givenProgram } from '../../../support/programs.ts';
import type { CardWorld, RevealedCard } from '../given-cards.ts';
import { givenCard, givenHolder, startCardWorld } from '../given-cards.ts';

let world: CardWorld;
let handler: HttpHandler;
let card: RevealedCard;

beforeAll(async () => {
  world = await startCardWorld();
  handler = wire(world.platform);
  card = await givenCard(world, await givenHolder(world));
});
afterAll(() => world.stop());

const get = (cardId: string, tenant = world.tenant) =>
  call(handler, getControls, { as: { tenant }, params: { cardId }, idempotencyKey: null });

describe('getControls', () => {
  itRefusesBadRequests({
    declaration: getControls,
    handler: () => handler,
    valid: async () => ({ as: { tenant: world.tenant }, params: { cardId: card.cardId } }),
  });

  it('rule 88 shows a new card open for contact at terminals and ATMs at home, and nothing else', async () => {
    const { status, body } = await get(card.cardId);
    expect(status).toBe(200);
    expect(body).toEqual({
      channels: { pos: true, ecom: false, atm: true, contactless: false, international: false },
      limits: [],
      mcc: {},
    });
  });

  it('reads the card alone, beside the clock of the sandbox', async () => {
    const before = world.platform.counts().requests;
    await get(card.cardId);
    expect(world.platform.counts().requests - before).toBe(2);
  });

  it('answers a card of another tenant, an unknown and a malformed id alike: 404 card_not_found', async () => {
    const other = (await givenProgram(world.platform)).tenant;
    const answers = [
      await get(card.cardId, other),
      await get(world.platform.ids.next('crd', world.tenant)),
      await get('crd_../T#x'),
    ];
    for (const { status, body } of answers) {
      expect([status, body.code, body.detail]).toEqual([404, 'card_not_found', answers[0]?.body.detail]);
    }
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getCard } from '../../../../functions/cards/get-card/declaration.ts';
import { wire } from '../../../../functions/cards/get-card/handler.ts';
import type { HttpHandler } from '../../../../functions/kernel/operation/http-operation.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { givenProgram } from '../../../support/programs.ts';
import type { CardWorld, RevealedCard } from '../given-cards.ts';
import { givenCard, givenHolder, startCardWorld } from '../given-cards.ts';

let world: CardWorld;
let handler: HttpHandler;
let holder: { readonly customerId: string; readonly balanceId: string };
let card: RevealedCard;

beforeAll(async () => {
  world = await startCardWorld();
  handler = wire(world.platform);
  holder = await givenHolder(world);
  card = await givenCard(world, holder);
});
afterAll(() => world.stop());

const get = (cardId: string, tenant = world.tenant) =>
  call(handler, getCard, { as: { tenant }, params: { cardId }, idempotencyKey: null });

describe('getCard', () => {
  itRefusesBadRequests({
    declaration: getCard,
    handler: () => handler,
    valid: async () => ({ as: { tenant: world.tenant }, params: { cardId: card.cardId } }),
  });

  it('AL-01 AL-27 shows a virtual card on its balance, masked, with 3-D Secure on', async () => {
    const { status, body } = await get(card.cardId);
    expect(status).toBe(200);
    expect(body).toEqual({
      cardId: card.cardId,
      ...holder,
      type: 'virtual',
      network: 'visa',
      status: 'active',
      requestedStatus: 'active',
      issuerStatus: 'active',
      locks: [],
      displayName: 'ASHA RAO',
      firstSix: card.pan.slice(0, 6),
      lastFour: card.pan.slice(-4),
      maskedPan: `${card.pan.slice(0, 6)}******${card.pan.slice(-4)}`,
      expiryMonth: card.expiryMonth,
      expiryYear: card.expiryYear,
      threeDs: { enabled: true },
      createdAt: expect.stringMatching(/Z$/),
    });
    expect(JSON.stringify(body)).not.toContain(card.pan.slice(6, 12));
  });

  it('answers a card of another tenant, an unknown and a malformed id alike: 404 card_not_found', async () => {
    const other = (await givenProgram(world.platform)).tenant;
    const answers = [
      await get(card.cardId, other),
      await get(world.platform.ids.next('crd', world.tenant)),
      await get('crd_../T#x'),
      await get(holder.balanceId),
    ];
    for (const { status, body } of answers) {
      expect([status, body.code, body.detail]).toEqual([404, 'card_not_found', answers[0]?.body.detail]);
    }
  });

  it('shows a customer its own card, and no other', async () => {
    const own = await call(handler, getCard, {
      as: { customer: holder.customerId, of: world.tenant },
      surface: 'customer',
      params: { cardId: card.cardId },
    });
    const stranger = await call(handler, getCard, {
      as: { customer: (await givenHolder(world)).customerId, of: world.tenant },
      surface: 'customer',
      params: { cardId: card.cardId },
    });
    expect([own.status, own.body.cardId]).toEqual([200, card.cardId]);
    expect([stranger.status, stranger.body.code]).toEqual([404, 'card_not_found']);
  });

  it('AN-18 has no body to decrypt: a body is refused, encrypted or not', async () => {
    const headers = { 'Encrypted-Request': 'true', 'Public-Key': world.caller.header };
    const request = { as: { tenant: world.tenant }, params: { cardId: card.cardId }, body: { payload: 'a.b.c.d.e' } };
    const encrypted = await call(handler, getCard, { ...request, headers });
    const plain = await call(handler, getCard, request);
    expect([encrypted.status, encrypted.body.code]).toEqual([400, 'INVALID_PAYLOAD']);
    expect([plain.status, plain.body.code]).toEqual([400, 'validation_failed']);
  });

  it('AN-19 encrypts the answer to whoever asks for it', async () => {
    const headers = { 'Encrypt-Response': 'true', 'Public-Key': world.caller.header };
    const { status, body } = await call(handler, getCard, {
      as: { tenant: world.tenant },
      params: { cardId: card.cardId },
      headers,
    });
    expect(status).toBe(200);
    expect(await world.caller.open(body)).toMatchObject({ cardId: card.cardId, lastFour: card.pan.slice(-4) });
  });
});

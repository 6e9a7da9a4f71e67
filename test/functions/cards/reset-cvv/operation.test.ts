import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resetCvv } from '../../../../functions/cards/reset-cvv/declaration.ts';
import { wire } from '../../../../functions/cards/reset-cvv/handler.ts';
import { sandboxIssuer } from '../../../../functions/providers/sandbox/issuer-processor.ts';
import type { TestRequest } from '../../../support/http-call.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { storedCardData } from '../card-data-traces.ts';
import type { CardWorld, RevealedCard } from '../given-cards.ts';
import { recordsOf, startCardWorld } from '../given-cards.ts';
import type { CardHolder } from '../given-reveals.ts';
import { cardHolder, changeCard, lockedWith, sealedTo, storedCard } from '../given-reveals.ts';

let world: CardWorld;

beforeAll(async () => {
  world = await startCardWorld();
});
afterAll(() => world.stop());

const admin = { staff: 'Employee', of: 'platform' } as const;

const reset = (holder: CardHolder, change: Partial<TestRequest> = {}) =>
  call(wire(world.platform), resetCvv, {
    as: holder.as,
    surface: 'customer',
    params: { cardId: holder.card.cardId },
    headers: sealedTo(world),
    ...change,
  });

const atIssuer = async (cardId: string): Promise<string> => {
  const { externalId } = await storedCard(world, cardId);
  return (await sandboxIssuer(world.platform).readCardData(world.tenant, String(externalId))).cvv;
};

const typesOf = async (cardId: string) => (await recordsOf(world.platform, cardId)).map(({ type }) => type);

describe('resetCvv', () => {
  itRefusesBadRequests({
    declaration: resetCvv,
    handler: () => wire(world.platform),
    valid: async () => ({
      as: admin,
      surface: 'admin',
      params: { cardId: (await cardHolder(world)).card.cardId },
      headers: sealedTo(world),
    }),
  });

  it('AN-57 gives the holder a new CVV, encrypted, and voids the old one', async () => {
    const holder = await cardHolder(world);
    const { status, body } = await reset(holder);
    expect([status, Object.keys(body)]).toEqual([200, ['payload']]);
    const { cvv, ...rest } = (await world.caller.open(body)) as RevealedCard;
    const { cardId, expiryMonth, expiryYear } = holder.card;
    expect(rest).toEqual({ cardId, expiryMonth, expiryYear });
    expect(cvv).toMatch(/^\d{3}$/);
    expect(cvv).not.toBe(holder.card.cvv);
    expect(await atIssuer(cardId)).toBe(cvv);
    expect(await typesOf(cardId)).toEqual(['card.issued', 'card.cvv_reset']);
    expect(await storedCardData(world.platform)).toEqual([]);
  });

  it.each(['Admin', 'Manager', 'Employee'] as const)('AN-57 AN-56 lets %s reset it and shows no CVV', async (role) => {
    const holder = await cardHolder(world);
    const request = { as: { staff: role, of: world.tenant }, surface: 'admin', idempotencyKey: randomUUID() } as const;
    for (const { status, body } of [await reset(holder, request), await reset(holder, request)]) {
      expect(status).toBe(200);
      expect(await world.caller.open(body)).not.toHaveProperty('cvv');
    }
    expect(await atIssuer(holder.card.cardId)).not.toBe(holder.card.cvv);
    expect(await typesOf(holder.card.cardId)).toEqual(['card.issued', 'card.cvv_reset']);
  });

  it('I4 answers the holder’s repeat with the CVV read anew, resets nothing and records the reveal', async () => {
    const holder = await cardHolder(world);
    const idempotencyKey = randomUUID();
    const first = await world.caller.open((await reset(holder, { idempotencyKey })).body);
    const repeat = await reset(holder, { idempotencyKey });
    expect(repeat.headers['idempotent-replayed']).toBe('true');
    expect(await world.caller.open(repeat.body)).toEqual(first);
    expect(await typesOf(holder.card.cardId)).toEqual(['card.issued', 'card.cvv_reset', 'card.data_revealed']);
  });

  it('I4 AN-53 answers the repeat for a card that was removed meanwhile like the first time, without the CVV', async () => {
    const holder = await cardHolder(world);
    const idempotencyKey = randomUUID();
    await reset(holder, { idempotencyKey });
    const { cardId } = holder.card;
    await changeCard(world, cardId, {
      status: 'closed',
      requestedStatus: 'closed',
      removedAt: '2026-11-22T00:00:00.000Z',
    });
    const repeat = await reset(holder, { idempotencyKey });
    expect([repeat.status, repeat.headers['idempotent-replayed']]).toEqual([200, 'true']);
    expect(await world.caller.open(repeat.body)).toMatchObject({ cardId, cvv: null });
    expect(await typesOf(cardId)).toEqual(['card.issued', 'card.cvv_reset']);
  });

  it('records each of two resets at once, and the last one stands', async () => {
    const holder = await cardHolder(world);
    const answers = await Promise.all([reset(holder), reset(holder)]);
    const made = await Promise.all(answers.map(({ body }) => world.caller.open(body)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(made.map((card) => (card as RevealedCard).cvv)).toContain(await atIssuer(holder.card.cardId));
    expect(await typesOf(holder.card.cardId)).toEqual(['card.issued', 'card.cvv_reset', 'card.cvv_reset']);
  });

  it('M-33 answers another customer’s card, and another tenant’s staff, with 404', async () => {
    const [holder, stranger] = [await cardHolder(world), await cardHolder(world)];
    const other = await world.platform.tenant();
    const answers = [
      await reset(holder, { params: { cardId: stranger.card.cardId } }),
      await reset(holder, { as: { staff: 'Admin', of: other }, surface: 'admin' }),
      await reset(holder, { params: { cardId: 'crd_1' } }),
    ];
    for (const { status, body } of answers) expect([status, body.code]).toEqual([404, 'card_not_found']);
    expect(await atIssuer(stranger.card.cardId)).toBe(stranger.card.cvv);
  });

  it.each([
    ['physical', { type: 'physical' }],
    ['closed', { status: 'closed', requestedStatus: 'closed', issuerStatus: 'closed' }],
    ['lost', lockedWith(1)],
    ['replaced', lockedWith(8)],
  ])('AN-57 refuses a card that is %s with 409 and leaves the CVV', async (_, change) => {
    const holder = await cardHolder(world);
    await changeCard(world, holder.card.cardId, change);
    const { status, body } = await reset(holder);
    expect([status, body.code]).toEqual([409, 'invalid_state']);
    expect(await atIssuer(holder.card.cardId)).toBe(holder.card.cvv);
  });

  it('AN-57 has no route for servers', () => {
    expect(resetCvv.routes.map(({ surface }) => surface)).toEqual(['customer', 'admin']);
  });
});

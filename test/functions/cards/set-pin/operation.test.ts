import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { revealPin } from '../../../../functions/cards/reveal-pin/declaration.ts';
import { wire as wireRevealPin } from '../../../../functions/cards/reveal-pin/handler.ts';
import { setPin } from '../../../../functions/cards/set-pin/declaration.ts';
import { wire } from '../../../../functions/cards/set-pin/handler.ts';
import { sandboxIssuer } from '../../../../functions/providers/sandbox/issuer-processor.ts';
import type { TestRequest } from '../../../support/http-call.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { tracesOf } from '../card-data-traces.ts';
import type { CardWorld } from '../given-cards.ts';
import { encrypted, recordsOf, startCardWorld } from '../given-cards.ts';
import type { CardHolder } from '../given-reveals.ts';
import { cardHolder, changeCard, lockedWith, revealSession, sealedTo, storedCard } from '../given-reveals.ts';

let world: CardWorld;

beforeAll(async () => {
  world = await startCardWorld();
});
afterAll(() => world.stop());

const canary = 'Q0FOQVJZLVBJTi1CTE9DSy0wMQ==';

const set = async (holder: CardHolder, pinBlock: unknown = canary, change: Partial<TestRequest> = {}) =>
  call(wire(world.platform), setPin, {
    as: holder.as,
    params: { cardId: holder.card.cardId },
    ...(await encrypted(world, { pinBlock })),
    ...change,
  });

const pinOf = async (holder: CardHolder): Promise<unknown> => {
  const { body } = await call(wireRevealPin(world.platform), revealPin, {
    as: holder.as,
    params: { cardId: holder.card.cardId },
    headers: sealedTo(world, await revealSession(world, holder, ['pin'])),
  });
  return world.caller.open(body);
};

const typesOf = async (cardId: string) => (await recordsOf(world.platform, cardId)).map(({ type }) => type);

describe('setPin', () => {
  itRefusesBadRequests({
    declaration: setPin,
    handler: () => wire(world.platform),
    valid: async () => {
      const holder = await cardHolder(world);
      return {
        as: holder.as,
        params: { cardId: holder.card.cardId },
        ...(await encrypted(world, { pinBlock: canary })),
      };
    },
  });

  it('AN-64 AL-31 passes the block to the issuer and answers 204; the holder reads it again', async () => {
    const holder = await cardHolder(world);
    const { status, body } = await set(holder);
    expect([status, body]).toEqual([204, undefined]);
    expect(await pinOf(holder)).toEqual({ pinBlock: canary });
    expect(await typesOf(holder.card.cardId)).toEqual(['card.issued', 'card.pin_set', 'card.data_revealed']);
  });

  it('D-08 I11 leaves the block in no item, log line, event or message', async () => {
    const holder = await cardHolder(world);
    await set(holder, canary, { idempotencyKey: randomUUID() });
    await pinOf(holder);
    for (const [sink, text] of Object.entries(await tracesOf(world.platform))) {
      for (const spelling of [canary, Buffer.from(canary).toString('hex'), Buffer.from(canary).toString('base64')]) {
        expect([sink, text.includes(spelling)]).toEqual([sink, false]);
      }
    }
  });

  it.each([
    ['too short', 'xyz'],
    ['too long', 'a'.repeat(1025)],
    ['of other characters', 'PIN block with blanks'],
    ['no text', 12345678901234567890],
    ['a list', [canary]],
  ])('refuses a block that is %s and does not repeat it', async (_, pinBlock) => {
    const { status, body } = await set(await cardHolder(world), pinBlock);
    expect([status, body.code]).toEqual([400, 'validation_failed']);
    expect(body.invalidFields).toMatchObject([{ path: 'pinBlock' }]);
    expect(JSON.stringify(body)).not.toContain(String(pinBlock));
  });

  it('refuses a body in clear', async () => {
    const holder = await cardHolder(world);
    const { status, body } = await set(holder, canary, { headers: {}, body: { pinBlock: canary } });
    expect([status, body.code]).toEqual([400, 'ENCRYPTION_REQUIRED']);
  });

  it('M-33 answers another customer’s card with 404 and sets nothing', async () => {
    const [holder, stranger] = [await cardHolder(world), await cardHolder(world)];
    for (const cardId of [stranger.card.cardId, world.platform.ids.next('crd', world.tenant), 'crd_1']) {
      const { status, body } = await set(holder, canary, { params: { cardId } });
      expect([status, body.code]).toEqual([404, 'card_not_found']);
    }
    expect(await typesOf(stranger.card.cardId)).toEqual(['card.issued']);
  });

  it('AN-48 D-04 lifts lock 6 alone, the issuer first', async () => {
    const holder = await cardHolder(world);
    const { cardId } = holder.card;
    const externalId = String((await storedCard(world, cardId))['externalId']);
    const reason = 'transactionRule';
    await sandboxIssuer(world.platform).changeStatus(world.tenant, { externalId, status: 'suspended', reason });
    await changeCard(world, cardId, { ...lockedWith(6), issuerStatus: 'suspended' });
    expect((await set(holder)).status).toBe(204);
    expect(await storedCard(world, cardId)).toMatchObject({ status: 'active', locks: [] });
    expect((await sandboxIssuer(world.platform).readStatus(world.tenant, externalId)).issuerStatus).toBe('active');
  });

  it('D-04 leaves any other lock', async () => {
    const holder = await cardHolder(world);
    await changeCard(world, holder.card.cardId, lockedWith(7));
    expect((await set(holder)).status).toBe(204);
    expect(await storedCard(world, holder.card.cardId)).toMatchObject({ status: 'locked', locks: [{ code: 7n }] });
  });

  it.each([
    ['closed', { status: 'closed', requestedStatus: 'closed', issuerStatus: 'closed' }],
    ['stolen', lockedWith(2)],
    ['dormant for good', lockedWith(5)],
  ])('refuses a card that is %s with 409', async (_, change) => {
    const holder = await cardHolder(world);
    await changeCard(world, holder.card.cardId, change);
    const { status, body } = await set(holder);
    expect([status, body.code]).toEqual([409, 'invalid_state']);
  });

  it('AN-64 is the holder’s alone', () => {
    expect([setPin, revealPin].flatMap(({ routes }) => routes.map(({ surface }) => surface))).toEqual([
      'customer',
      'customer',
    ]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PinBlock } from '../../../../functions/cards/ports/pin-block.ts';
import { revealPin } from '../../../../functions/cards/reveal-pin/declaration.ts';
import { wire } from '../../../../functions/cards/reveal-pin/handler.ts';
import { sandboxIssuer } from '../../../../functions/providers/sandbox/issuer-processor.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import type { CardWorld } from '../given-cards.ts';
import { recordsOf, startCardWorld } from '../given-cards.ts';
import type { CardHolder } from '../given-reveals.ts';
import { cardHolder, changeCard, lockedWith, revealSession, sealedTo, storedCard } from '../given-reveals.ts';

let world: CardWorld;

beforeAll(async () => {
  world = await startCardWorld();
});
afterAll(() => world.stop());

const content = 'QW5vdGhlci1jYW5hcnktYmxvY2s=';

const withPin = async (): Promise<CardHolder> => {
  const holder = await cardHolder(world);
  const externalId = String((await storedCard(world, holder.card.cardId))['externalId']);
  await sandboxIssuer(world.platform).setPin(world.tenant, { externalId, pinBlock: new PinBlock(content) });
  return holder;
};

const reveal = (holder: CardHolder, session?: string, cardId = holder.card.cardId) =>
  call(wire(world.platform), revealPin, {
    as: holder.as,
    params: { cardId },
    headers: sealedTo(world, session),
    idempotencyKey: null,
  });

const reveals = async (cardId: string) =>
  (await recordsOf(world.platform, cardId)).filter(({ type }) => type === 'card.data_revealed');

describe('revealPin', () => {
  itRefusesBadRequests({
    declaration: revealPin,
    handler: () => wire(world.platform),
    valid: async () => {
      const { as, card } = await cardHolder(world);
      return { as, params: { cardId: card.cardId }, headers: sealedTo(world) };
    },
  });

  it('AL-31 AL-32 answers the issuer’s block once per session, encrypted, with one record', async () => {
    const holder = await withPin();
    const session = await revealSession(world, holder, ['pin']);
    const { status, body } = await reveal(holder, session);
    expect([status, Object.keys(body)]).toEqual([200, ['payload']]);
    expect(await world.caller.open(body)).toEqual({ pinBlock: content });
    expect((await reveal(holder, session)).body.code).toBe('reveal_session_required');
    const records = await reveals(holder.card.cardId);
    expect(records).toHaveLength(1);
    expect(JSON.parse(String(records[0]?.['data']))).toMatchObject({ fields: ['pin'] });
  });

  it('AN-55 reveals once when one session is used twice at once', async () => {
    const holder = await withPin();
    const session = await revealSession(world, holder, ['pan', 'pin']);
    const answers = await Promise.all([reveal(holder, session), reveal(holder, session)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 403]);
    expect(await reveals(holder.card.cardId)).toHaveLength(1);
  });

  it('AN-55 refuses without a session for the PIN of this card', async () => {
    const [holder, other] = [await withPin(), await withPin()];
    const sessions = [
      undefined,
      await revealSession(world, holder, ['pan', 'cvv']),
      await revealSession(world, other, ['pin']),
    ];
    for (const session of sessions) {
      const { status, body } = await reveal(holder, session);
      expect([status, body.code]).toEqual([403, 'reveal_session_required']);
    }
  });

  it('says 409 where no PIN was set, and the session stays good', async () => {
    const holder = await cardHolder(world);
    const session = await revealSession(world, holder, ['pin']);
    for (const { status, body } of [await reveal(holder, session), await reveal(holder, session)]) {
      expect([status, body.code]).toEqual([409, 'invalid_state']);
    }
    expect(await reveals(holder.card.cardId)).toEqual([]);
  });

  it('M-33 answers the PIN of another customer’s card like an unknown card: 404', async () => {
    const [holder, stranger] = [await withPin(), await withPin()];
    const session = await revealSession(world, holder, ['pin']);
    for (const cardId of [stranger.card.cardId, world.platform.ids.next('crd', world.tenant), 'crd_1']) {
      const { status, body } = await reveal(holder, session, cardId);
      expect([status, body.code]).toEqual([404, 'card_not_found']);
    }
  });

  it('shows no PIN of a card that was lost since the session was opened', async () => {
    const holder = await withPin();
    const session = await revealSession(world, holder, ['pin']);
    await changeCard(world, holder.card.cardId, lockedWith(1));
    const { status, body } = await reveal(holder, session);
    expect([status, body.code]).toEqual([409, 'invalid_state']);
  });
});

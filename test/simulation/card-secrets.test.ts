import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRevealSession } from '../../functions/cards/create-reveal-session/declaration.ts';
import { wire as wireRevealSession } from '../../functions/cards/create-reveal-session/handler.ts';
import { getFullCardData } from '../../functions/cards/get-full-card-data/declaration.ts';
import { wire as wireFullData } from '../../functions/cards/get-full-card-data/handler.ts';
import { resetCvv } from '../../functions/cards/reset-cvv/declaration.ts';
import { wire as wireResetCvv } from '../../functions/cards/reset-cvv/handler.ts';
import { setPin } from '../../functions/cards/set-pin/declaration.ts';
import { wire as wireSetPin } from '../../functions/cards/set-pin/handler.ts';
import { sandboxIssuer } from '../../functions/providers/sandbox/issuer-processor.ts';
import { contradictions, disagreements } from '../functions/cards/card-consistency.ts';
import type { CardLife } from '../functions/cards/card-life.ts';
import { startCardLife } from '../functions/cards/card-life.ts';
import { encrypted } from '../functions/cards/given-cards.ts';
import type { CardHolder } from '../functions/cards/given-reveals.ts';
import { cardHolder, revealSession, sealedTo } from '../functions/cards/given-reveals.ts';
import { recordsOfCard } from '../functions/cards/records-of-card.ts';
import type { Blow } from '../support/hard-times.ts';
import { hardTimes } from '../support/hard-times.ts';
import type { TestAnswer } from '../support/http-call.ts';
import { call } from '../support/http-call.ts';
import { assertionBy } from '../support/phones.ts';
import type { TestPlatform } from '../support/test-platform.ts';

let life: CardLife;

beforeAll(async () => {
  life = await startCardLife();
});
afterAll(() => life.stop());

interface Trial {
  readonly holder: CardHolder;
  /** The same request each time, with the same key. */
  readonly send: (on: TestPlatform) => Promise<TestAnswer>;
}

const living = ({ card, customerId }: CardHolder) => ({ cardId: card.cardId, balanceId: card.balanceId, customerId });

const countOf = async ({ card }: CardHolder, wanted: string): Promise<number> =>
  (await recordsOfCard(life, card.cardId)).filter(({ type }) => type === wanted).length;

const kindsAt = (what: string): readonly Blow['kind'][] =>
  ['get', 'query', '/issuer/v1/encryption-key'].includes(what)
    ? ['crash before']
    : ['crash before', 'crash after', 'silent after'];

/** One blow at each await of a command on a card of its own, the leases over, and the same request once more. */
const endured = async (
  start: () => Promise<Trial>,
  judge: (trial: Trial, repeat: TestAnswer) => Promise<readonly string[]>,
): Promise<readonly string[]> => {
  const calm = hardTimes(life.platform);
  const answer = await (await start()).send(calm.platform);
  expect(answer.status).toBeLessThan(300);
  const wrong: string[] = [];
  for (const [at, what] of calm.awaits.entries()) {
    for (const kind of kindsAt(what)) {
      const trial = await start();
      const times = hardTimes(life.platform, { at, kind });
      await Promise.race([trial.send(times.platform), times.died]);
      const inBetween = await contradictions(life, living(trial.holder));
      for (const { clock } of [life.platform, life.twin.platform]) clock.advance({ seconds: 31 });
      const found = [...inBetween, ...(await judge(trial, await trial.send(life.platform)))];
      wrong.push(...found.map((one) => `${kind} await ${at} (${what}): ${one}`));
    }
  }
  return wrong;
};

describe('A card’s secrets in a process that dies or hears nothing', () => {
  it('I4 I5 AN-64 AN-48 a PIN is set and lock 6 lifted, whenever it is repeated', { timeout: 60_000 }, async () => {
    const start = async (): Promise<Trial> => {
      const holder = await cardHolder(life);
      await life.lock(holder.card.cardId, 6);
      const sealed = await encrypted(life, { pinBlock: 'Q0FOQVJZLVBJTi1CTE9DSy0wMQ==' });
      const idempotencyKey = randomUUID();
      const request = { as: holder.as, params: { cardId: holder.card.cardId }, idempotencyKey, ...sealed };
      return { holder, send: (on) => call(wireSetPin(on), setPin, request) };
    };
    const wrong = await endured(start, async ({ holder }, { status }) => {
      await life.checkDrift(holder.card.cardId);
      const card = await life.stored(holder.card.cardId);
      return [
        ...(status === 204 ? [] : [`answered ${status}`]),
        ...(card.status === 'active' ? [] : [`the card is ${card.status}`]),
        ...((await countOf(holder, 'card.unlocked')) === 1 ? [] : ['not unlocked once']),
        ...(await contradictions(life, living(holder))),
        ...(await disagreements(life, living(holder))),
      ];
    });
    expect(wrong).toEqual([]);
  });

  it('I4 I5 AN-57 a CVV is reset once, and the repeat shows the one that counts', { timeout: 60_000 }, async () => {
    const start = async (): Promise<Trial> => {
      const holder = await cardHolder(life);
      const { as, card } = holder;
      const request = { as, params: { cardId: card.cardId }, headers: sealedTo(life), idempotencyKey: randomUUID() };
      return { holder, send: (on) => call(wireResetCvv(on), resetCvv, { ...request, surface: 'customer' }) };
    };
    const wrong = await endured(start, async ({ holder }, { status, body }) => {
      const { externalId } = await life.stored(holder.card.cardId);
      const { cvv } = await sandboxIssuer(life.platform).readCardData(life.tenant, externalId);
      const shown = status === 200 ? ((await life.caller.open(body)) as { readonly cvv: string }).cvv : `${status}`;
      return [
        ...(shown === cvv ? [] : [`shown is not what the issuer has: ${status}`]),
        ...((await countOf(holder, 'card.cvv_reset')) === 1 ? [] : ['not on record once']),
      ];
    });
    expect(wrong).toEqual([]);
  });

  it('I5 AN-55 AL-30 one reveal session is opened, or none', { timeout: 60_000 }, async () => {
    const start = async (): Promise<Trial> => {
      const holder = await cardHolder(life);
      const { as, card, phone, installationId } = holder;
      const assertion = await assertionBy(life.platform, phone, installationId);
      const body = { assertion, fields: ['pan'] };
      const request = { as, params: { cardId: card.cardId }, body, idempotencyKey: randomUUID() };
      return { holder, send: (on) => call(wireRevealSession(on), createRevealSession, request) };
    };
    const wrong = await endured(start, async ({ holder }, { status }) => {
      const sessions = (await life.platform.items('reveal_session')).filter(
        (item) => item['cardId'] === holder.card.cardId,
      );
      const expected = status === 201 ? 1 : 0;
      return [
        // The proof is used up by the try that failed: the phone signs another.
        ...([201, 401].includes(status) ? [] : [`answered ${status}`]),
        ...(sessions.length === expected ? [] : [`${sessions.length} sessions, and ${status}`]),
      ];
    });
    expect(wrong).toEqual([]);
  });

  it('I5 AN-54 AN-55 a session reveals once, and no reveal is without its record', { timeout: 60_000 }, async () => {
    const start = async (): Promise<Trial> => {
      const holder = await cardHolder(life);
      const headers = sealedTo(life, await revealSession(life, holder));
      const request = { as: holder.as, params: { cardId: holder.card.cardId }, headers, idempotencyKey: null };
      return { holder, send: (on) => call(wireFullData(on), getFullCardData, { ...request, surface: 'customer' }) };
    };
    const wrong = await endured(start, async ({ holder }, { status }) => {
      const revealed = await countOf(holder, 'card.data_revealed');
      return [
        ...([200, 403].includes(status) ? [] : [`answered ${status}`]),
        ...(revealed === 1 ? [] : [`${revealed} reveals on record`]),
      ];
    });
    expect(wrong).toEqual([]);
  });
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setThreeDs } from '../../../../functions/cards/set-three-ds/declaration.ts';
import { wire } from '../../../../functions/cards/set-three-ds/handler.ts';
import type { TestRequest } from '../../../support/http-call.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { storedCardData, tracesOf } from '../card-data-traces.ts';
import type { CardWorld } from '../given-cards.ts';
import { recordsOf, startCardWorld } from '../given-cards.ts';
import type { CardHolder } from '../given-reveals.ts';
import { cardHolder, changeCard, lockedWith, sealedTo, storedCard } from '../given-reveals.ts';

let world: CardWorld;

beforeAll(async () => {
  world = await startCardWorld();
});
afterAll(() => world.stop());

const set = (holder: CardHolder, body: unknown = {}, change: Partial<TestRequest> = {}) =>
  call(wire(world.platform), setThreeDs, {
    as: holder.as,
    surface: 'customer',
    params: { cardId: holder.card.cardId },
    headers: sealedTo(world),
    body,
    ...change,
  });

interface Answer {
  readonly cardId: string;
  readonly enabled: boolean;
  readonly password: string | null;
}

const opened = async (answer: ReturnType<typeof set>): Promise<Answer> =>
  (await world.caller.open((await answer).body)) as Answer;

describe('setThreeDs', () => {
  itRefusesBadRequests({
    declaration: setThreeDs,
    handler: () => wire(world.platform),
    valid: async () => ({
      as: { tenant: world.tenant },
      params: { cardId: (await cardHolder(world)).card.cardId },
      headers: sealedTo(world),
      body: { enabled: true },
    }),
    malformed: { enabled: 'yes' },
  });

  it('AL-27 AL-29 is on from issuance, and answers a new password each time, shown once', async () => {
    const holder = await cardHolder(world);
    const { cardId } = holder.card;
    expect(await storedCard(world, cardId)).toMatchObject({ threeDsEnabled: true });
    const idempotencyKey = randomUUID();
    const first = await opened(set(holder, {}, { idempotencyKey }));
    expect(first).toEqual({ cardId, enabled: true, password: expect.stringMatching(/^[A-Za-z0-9]{24}$/) });
    expect(await opened(set(holder, {}, { idempotencyKey }))).toEqual({ ...first, password: null });
    expect((await opened(set(holder))).password).not.toBe(first.password);
    for (const text of Object.values(await tracesOf(world.platform))) expect(text).not.toContain(first.password);
    expect(await storedCardData(world.platform)).toEqual([]);
  });

  it('switches it off and on again, for servers too, each with a record', async () => {
    const holder = await cardHolder(world);
    const { cardId } = holder.card;
    const byServer = { as: { tenant: world.tenant }, surface: 'secure' } as const;
    expect(await opened(set(holder, { enabled: false }, byServer))).toEqual({ cardId, enabled: false, password: null });
    expect(await storedCard(world, cardId)).toMatchObject({ threeDsEnabled: false });
    expect((await opened(set(holder, { enabled: true }))).enabled).toBe(true);
    const records = (await recordsOf(world.platform, cardId)).slice(1);
    expect(records.map(({ type, previous }) => [type, previous])).toEqual([
      ['card.three_ds_changed', '{"enabled":true}'],
      ['card.three_ds_changed', '{"enabled":false}'],
    ]);
  });

  it('AL-28 hands the customer’s phone and the password to the issuer, and neither to anybody else', async () => {
    const holder = await cardHolder(world);
    await set(holder);
    const [twin] = (await world.twin.platform.items()).filter(
      (item) => item['item'] === 'twin_card' && item['reference'] === holder.card.cardId,
    );
    expect(String(twin?.['sealed'])).not.toContain('+919812345678');
  });

  it('records each of two changes at once', async () => {
    const holder = await cardHolder(world);
    const answers = await Promise.all([set(holder), set(holder, { enabled: false })]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(await recordsOf(world.platform, holder.card.cardId)).toHaveLength(3);
  });

  it('refuses to answer in clear', async () => {
    const { status, body } = await set(await cardHolder(world), {}, { headers: {} });
    expect([status, body.code]).toEqual([400, 'ENCRYPTION_REQUIRED']);
  });

  it('M-33 answers another customer’s card, and another tenant’s, with 404', async () => {
    const [holder, stranger] = [await cardHolder(world), await cardHolder(world)];
    const answers = [
      await set(holder, {}, { params: { cardId: stranger.card.cardId } }),
      await set(holder, {}, { as: { tenant: await world.platform.tenant() }, surface: 'secure' }),
    ];
    for (const { status, body } of answers) expect([status, body.code]).toEqual([404, 'card_not_found']);
  });

  it.each([
    ['closed', { status: 'closed', requestedStatus: 'closed', issuerStatus: 'closed' }],
    ['lost', lockedWith(1)],
  ])('refuses a card that is %s with 409', async (_, change) => {
    const holder = await cardHolder(world);
    await changeCard(world, holder.card.cardId, change);
    const { status, body } = await set(holder);
    expect([status, body.code]).toEqual([409, 'invalid_state']);
  });
});

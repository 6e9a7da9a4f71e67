import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lockCodes } from '../../../../functions/cards/domain/lock-table.ts';
import { lockCard } from '../../../../functions/cards/lock-card/declaration.ts';
import { wire } from '../../../../functions/cards/lock-card/handler.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { call } from '../../../support/http-call.ts';
import { recordsOf } from '../given-cards.ts';
import type { CardLife } from '../card-life.ts';
import { startCardLife } from '../card-life.ts';

let life: CardLife;

beforeAll(async () => {
  life = await startCardLife();
});
afterAll(() => life.stop());

const typesOf = async (cardId: string) => (await recordsOf(life.platform, cardId)).map(({ type }) => type);

describe('lockCard', () => {
  itRefusesBadRequests({
    declaration: lockCard,
    handler: () => wire(life.platform),
    valid: async () => ({
      as: life.server,
      params: { cardId: (await life.card()).cardId },
      body: { reasonCode: 3 },
    }),
    required: ['reasonCode'],
    malformed: { reasonCode: 9, note: 'call 4111 1111 1111 1111' },
  });

  it.each([0, 9, 'lost', '3', 1.5, -1, null, true])('AN-42 refuses reason code %j', async (reasonCode) => {
    const { cardId } = await life.card();
    const { status, body } = await life.lock(cardId, reasonCode);
    expect([status, body.code, body.invalidFields[0].path]).toEqual([400, 'validation_failed', 'reasonCode']);
    expect((await life.stored(cardId)).status).toBe('active');
  });

  it.each(lockCodes)('M-12 AN-43..AN-50 AN-51 staff lock with code %i, here and at the issuer', async (code) => {
    const card = await life.card();
    const { status, body } = await life.lock(card.cardId, code);
    expect([status, body.status]).toEqual([200, 'locked']);
    expect(body.locks).toMatchObject([{ code, origin: 'operator' }]);
    expect(await life.onBalance(card)).toEqual({ status: 'locked', lock: code });
    expect(await life.atIssuer(card.cardId)).toMatchObject({ issuerStatus: 'suspended' });
  });

  it('AL-14 D-02 keeps what was asked for and what the issuer said apart', async () => {
    const { cardId } = await life.card();
    await life.lock(cardId, 2, life.server);
    expect(await life.stored(cardId)).toMatchObject({
      requestedStatus: 'locked',
      issuerStatus: 'suspended',
      issuerReason: 'stolen',
      status: 'locked',
    });
    expect(await typesOf(cardId)).toEqual(['card.issued', 'card.locked', 'card.issuer_status_changed']);
    expect(await life.timerOf(cardId)).toBe(false);
  });

  it.each([
    ['the tenant’s server', () => life.server],
    ['a customer', undefined],
  ])('D-05 %s sets 1, 2 and 3, and is refused the others with 403', async (_who, as) => {
    for (const code of lockCodes) {
      const card = await life.card();
      const { status, body } = await life.lock(card.cardId, code, as?.() ?? life.holder(card));
      expect([code, status, body.code]).toEqual(code <= 3 ? [code, 200, undefined] : [code, 403, 'forbidden_role']);
    }
  });

  it('AN-51 an Employee does not lock', async () => {
    const { cardId } = await life.card();
    expect((await life.lock(cardId, 3, life.staff('Manager'))).status).toBe(200);
    const { status, body } = await life.lock(cardId, 7, life.staff('Employee'));
    expect([status, body.code]).toEqual([403, 'forbidden_role']);
  });

  it('the same code again is no change, also under another key', async () => {
    const { cardId } = await life.card();
    const [first, again] = [await life.lock(cardId, 3), await life.lock(cardId, 3)];
    expect([again.status, again.body.locks]).toEqual([200, first.body.locks]);
    expect((await typesOf(cardId)).filter((type) => type === 'card.locked')).toHaveLength(1);
  });

  it('I4 answers a repeat with the first answer, and locks nothing that was unlocked since', async () => {
    const { cardId } = await life.card();
    const idempotencyKey = randomUUID();
    const first = await life.act('lock', cardId, { body: { reasonCode: 3 }, idempotencyKey });
    await life.act('unlock', cardId);
    const repeat = await life.act('lock', cardId, { body: { reasonCode: 3 }, idempotencyKey });
    expect([repeat.status, repeat.body, repeat.headers['idempotent-replayed']]).toEqual([200, first.body, 'true']);
    expect((await life.stored(cardId)).status).toBe('active');
  });

  it('D-05 the tenant suspends a card that its holder has frozen: the holder does not open it', async () => {
    const card = await life.card();
    const holder = life.holder(card);
    await life.lock(card.cardId, 3, holder);
    const suspended = await life.act('suspend', card.cardId, { as: life.server, body: {} });
    expect([suspended.status, suspended.body.locks]).toMatchObject([
      200,
      [
        { code: 3, origin: 'customer' },
        { code: 3, origin: 'server' },
      ],
    ]);
    const opened = await life.act('unlock', card.cardId, { as: holder });
    expect([opened.body.status, opened.body.locks]).toMatchObject(['locked', [{ code: 3, origin: 'server' }]]);
    expect(await life.onBalance(card)).toEqual({ status: 'locked', lock: 3 });
    expect(await life.atIssuer(card.cardId)).toMatchObject({ issuerStatus: 'suspended' });
    expect((await life.act('unlock', card.cardId, { as: holder })).body.code).toBe('forbidden_role');
    expect((await life.act('unlock', card.cardId, { as: life.server })).body.status).toBe('active');
  });

  it('a lock for good replaces one that could be lifted, never the reverse', async () => {
    const { cardId } = await life.card();
    await life.lock(cardId, 3);
    const lost = await life.lock(cardId, 1);
    expect(lost.body.locks).toMatchObject([{ code: 1 }]);
    expect(await life.atIssuer(cardId)).toMatchObject({ reason: 'lost' });
    const { status, body } = await life.lock(cardId, 7);
    expect([status, body.code]).toEqual([409, 'lock_irreversible']);
  });

  it('several that can be lifted stand together, and the graver one counts', async () => {
    const card = await life.card();
    await life.lock(card.cardId, 3);
    const { body } = await life.lock(card.cardId, 7);
    expect(body.locks).toMatchObject([{ code: 3 }, { code: 7 }]);
    expect(await life.onBalance(card)).toEqual({ status: 'locked', lock: 7 });
  });

  it.each(['unreachable', 'silent after commit'] as const)(
    'AN-42 holds although the issuer is %s, and the drift check heals it',
    async (fault) => {
      const card = await life.card();
      const { status, body } = await life.act('lock', card.cardId, {
        on: life.failing(fault),
        body: { reasonCode: 3 },
      });
      expect([status, body.status]).toEqual([200, 'locked']);
      expect(await life.onBalance(card)).toEqual({ status: 'locked', lock: 3 });
      expect(await life.stored(card.cardId)).toMatchObject({ issuerStatus: 'active', requestedStatus: 'locked' });
      expect(await life.timerOf(card.cardId)).toBe(true);
      await life.checkDrift(card.cardId);
      const healed = await life.stored(card.cardId);
      expect(healed).toMatchObject({ issuerStatus: 'suspended', locks: [{ code: 3, origin: 'server' }] });
      expect(healed.drift).toBeUndefined();
      expect(await life.timerOf(card.cardId)).toBe(false);
    },
  );

  it('AL-14 an issuer that refuses is asked what it says, and its word is stored', async () => {
    const card = await life.card();
    await life.issuerChanges(card.cardId, 'closed', 'stolen');
    const { status, body } = await life.lock(card.cardId, 3);
    expect([status, body.status]).toEqual([200, 'locked']);
    expect(await life.stored(card.cardId)).toMatchObject({ issuerStatus: 'closed', status: 'closed' });
    expect(await life.onBalance(card)).toEqual({ status: 'closed', lock: undefined });
  });

  it('its own echo by webhook is not another lock, before the answer or after it', async () => {
    const { cardId } = await life.card();
    await life.act('lock', cardId, { on: life.failing('unreachable'), body: { reasonCode: 2 } });
    expect(await life.tell(cardId, { status: 'suspended', reason: 'stolen' })).toBe('applied');
    expect((await life.stored(cardId)).locks).toMatchObject([{ code: 2, origin: 'server' }]);
    expect(await life.timerOf(cardId)).toBe(false);
  });

  it('two at once both stand', async () => {
    const card = await life.card();
    const answers = await Promise.all([life.lock(card.cardId, 3), life.lock(card.cardId, 7)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    const stored = await life.stored(card.cardId);
    expect(stored.locks.map(({ code }) => code).toSorted()).toEqual([3, 7]);
    expect(stored).toMatchObject({ issuerStatus: 'suspended', status: 'locked' });
  });

  it('one lock for good and one that could be lifted at once leave the card locked for good', async () => {
    const card = await life.card();
    await Promise.all([life.lock(card.cardId, 1), life.lock(card.cardId, 3)]);
    expect((await life.stored(card.cardId)).locks.map(({ code }) => code)).toEqual([1]);
    expect(await life.onBalance(card)).toEqual({ status: 'locked', lock: 1 });
  });

  it('a lock and an unlock at once leave card, balance and issuer of one mind', async () => {
    for (let turn = 0; turn < 4; turn += 1) {
      const card = await life.card();
      await life.lock(card.cardId, 3);
      await Promise.all([life.lock(card.cardId, 7), life.act('unlock', card.cardId, { as: life.staff() })]);
      if (await life.timerOf(card.cardId)) await life.checkDrift(card.cardId);
      const { status, locks } = await life.stored(card.cardId);
      expect(status).toBe(locks.length > 0 ? 'locked' : 'active');
      expect((await life.onBalance(card)).status).toBe(status);
      expect((await life.atIssuer(card.cardId)).issuerStatus).toBe(locks.length > 0 ? 'suspended' : 'active');
    }
  });

  it('refuses a card that is closed or unknown, of another tenant or another customer', async () => {
    const closed = await life.card();
    await life.act('close', closed.cardId);
    const refused = await life.lock(closed.cardId, 3);
    expect([refused.status, refused.body.code]).toEqual([409, 'invalid_state']);
    const other = await life.card();
    const foreign = await life.lock(other.cardId, 3, { tenant: await life.platform.tenant() });
    const unknown = await life.lock(life.platform.ids.next('crd', life.tenant), 3);
    const stranger = await life.lock(other.cardId, 3, life.holder(await life.card()));
    for (const { status, body } of [foreign, unknown, stranger]) {
      expect([status, body.code]).toEqual([404, 'card_not_found']);
    }
    expect((await life.stored(other.cardId)).status).toBe('active');
  });

  it('M-34 the note is kept, and published nowhere', async () => {
    const { cardId } = await life.card();
    const said = 'left it on the bus';
    const { body } = await call(wire(life.platform), lockCard, {
      as: life.server,
      params: { cardId },
      body: { reasonCode: 1, note: said },
    });
    expect(JSON.stringify(body)).not.toContain(said);
    const record = (await recordsOf(life.platform, cardId)).find(({ type }) => type === 'card.locked');
    expect([String(record?.['data']).includes(said), String(record?.['evidence']).includes(said)]).toEqual([
      false,
      true,
    ]);
  });
});

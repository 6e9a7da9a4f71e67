import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { activateCard } from '../../../../functions/cards/activate-card/declaration.ts';
import { wire } from '../../../../functions/cards/activate-card/handler.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import type { TestCaller } from '../../../support/http-call.ts';
import type { CardLife } from '../card-life.ts';
import { startCardLife } from '../card-life.ts';

let life: CardLife;

beforeAll(async () => {
  life = await startCardLife({ initialCardState: 'inactive' });
});
afterAll(() => life.stop());

const activate = (cardId: string, as: TestCaller = life.server, request = {}) =>
  life.act('activate', cardId, { as, ...request });

describe('activateCard', () => {
  itRefusesBadRequests({
    declaration: activateCard,
    handler: () => wire(life.platform),
    valid: async () => ({ as: life.server, params: { cardId: (await life.card()).cardId } }),
  });

  it('AL-09 D-01 a card is inactive where the program says so', async () => {
    const card = await life.card();
    expect(await life.onBalance(card)).toEqual({ status: 'inactive', lock: undefined });
  });

  it.each(['server', 'customer', 'Admin', 'Manager', 'Employee'] as const)(
    'AL-10 AN-59 AN-65 %s activates, at the issuer and here',
    async (who) => {
      const card = await life.card();
      const as = who === 'server' ? life.server : who === 'customer' ? life.holder(card) : life.staff(who);
      const { status, body } = await activate(card.cardId, as);
      expect([status, body.status]).toEqual([200, 'active']);
      expect(await life.onBalance(card)).toEqual({ status: 'active', lock: undefined });
      expect(await life.atIssuer(card.cardId)).toMatchObject({ issuerStatus: 'active' });
    },
  );

  it('refuses a card that is active, locked or closed', async () => {
    const [active, locked, closed] = [await life.card(), await life.card(), await life.card()];
    await activate(active.cardId);
    await life.lock(locked.cardId, 3);
    await life.act('close', closed.cardId);
    for (const { cardId } of [active, locked, closed]) {
      const { status, body } = await activate(cardId);
      expect([status, body.code]).toEqual([409, 'invalid_state']);
    }
  });

  it('AN-59 a lock of a card that was never activated is kept here, and lifting it does not activate the card', async () => {
    const card = await life.card();
    await life.lock(card.cardId, 3);
    expect(await life.atIssuer(card.cardId)).toMatchObject({ issuerStatus: 'inactive' });
    const { body } = await life.act('unlock', card.cardId, { as: life.staff() });
    expect(body.status).toBe('inactive');
    expect(await life.onBalance(card)).toEqual({ status: 'inactive', lock: undefined });
    expect(await life.atIssuer(card.cardId)).toMatchObject({ issuerStatus: 'inactive' });
  });

  it('AL-14 a card that the issuer has activated already is asked for here too', async () => {
    const { cardId } = await life.card();
    await life.tell(cardId, { status: 'active' });
    expect(await life.stored(cardId)).toMatchObject({ status: 'active', requestedStatus: 'inactive' });
    const { status } = await activate(cardId);
    expect([status, (await life.stored(cardId)).requestedStatus]).toEqual([200, 'active']);
  });

  it.each(['unreachable', 'silent after commit'] as const)(
    'changes nothing while the issuer is %s, and the same key again activates',
    async (fault) => {
      const card = await life.card();
      const idempotencyKey = randomUUID();
      const failed = await activate(card.cardId, life.server, { idempotencyKey, on: life.failing(fault) });
      expect([failed.status, failed.body.code]).toEqual([503, 'temporarily_unavailable']);
      expect((await life.onBalance(card)).status).toBe('inactive');
      const again = await activate(card.cardId, life.server, { idempotencyKey });
      expect([again.status, again.body.status]).toEqual([200, 'active']);
    },
  );

  it('I4 of two at once the card is activated once', async () => {
    const { cardId } = await life.card();
    const answers = await Promise.all([activate(cardId), activate(cardId)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect((await life.stored(cardId)).status).toBe('active');
  });

  it('knows neither an unknown card nor one of another tenant or customer', async () => {
    const { cardId } = await life.card();
    const foreign = await activate(cardId, { tenant: await life.platform.tenant() });
    const stranger = await activate(cardId, life.holder(await life.card()));
    const unknown = await activate(life.platform.ids.next('crd', life.tenant));
    for (const { status, body } of [foreign, stranger, unknown]) {
      expect([status, body.code]).toEqual([404, 'card_not_found']);
    }
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVirtualCard } from '../../../../functions/cards/create-virtual-card/declaration.ts';
import { wire } from '../../../../functions/cards/create-virtual-card/handler.ts';
import { call } from '../../../support/http-call.ts';
import type { CardWorld, RevealedCard } from '../given-cards.ts';
import { encrypted, givenHolder, recordsOf, startCardWorld } from '../given-cards.ts';

let world: CardWorld;

beforeAll(async () => {
  world = await startCardWorld();
});
afterAll(() => world.stop());

const create = async (customerId: string, balanceId: string) =>
  call(wire(world.platform), createVirtualCard, {
    as: { customer: customerId, of: world.tenant },
    surface: 'customer',
    ...(await encrypted(world, { balanceId })),
    idempotencyKey: null,
  });

describe('createVirtualCard for the customer', () => {
  it('AN-41 AN-62 makes a card of its own and shows its data, encrypted', async () => {
    const { customerId, balanceId } = await givenHolder(world);
    const { status, body } = await create(customerId, balanceId);
    expect([status, Object.keys(body)]).toEqual([201, ['payload']]);
    const card = (await world.caller.open(body)) as RevealedCard;
    expect(card).toMatchObject({ balanceId, status: 'active', pan: expect.stringMatching(/^\d{16}$/) });
    expect(await recordsOf(world.platform, card.cardId)).toMatchObject([
      { type: 'card.issued', actor: `customer:${customerId}` },
    ]);
  });

  it('M-33 answers the balance of another customer with 404', async () => {
    const { customerId } = await givenHolder(world);
    const { balanceId } = await givenHolder(world);
    const { status, body } = await create(customerId, balanceId);
    expect([status, body.code]).toEqual([404, 'balance_not_found']);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listCards } from '../../../../functions/cards/list-cards/declaration.ts';
import { wire } from '../../../../functions/cards/list-cards/handler.ts';
import type { HttpHandler } from '../../../../functions/kernel/operation/http-operation.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { givenProgram } from '../../../support/programs.ts';
import { storeCustomer } from '../../../support/stored-customer.ts';
import type { CardWorld } from '../given-cards.ts';
import { givenBalance, givenCard, givenHolder, startCardWorld } from '../given-cards.ts';

let world: CardWorld;
let handler: HttpHandler;
let holder: { readonly customerId: string; readonly balanceId: string };
let cardIds: string[];

beforeAll(async () => {
  world = await startCardWorld();
  handler = wire(world.platform);
  holder = await givenHolder(world);
  const second = await givenBalance(world, holder.customerId);
  const third = { ...holder, balanceId: second.balanceId };
  cardIds = [];
  for (const on of [holder, holder, third]) {
    world.platform.clock.advance({ seconds: 1 });
    cardIds.unshift((await givenCard(world, on)).cardId);
  }
});
afterAll(() => world.stop());

const list = (customerId: string, query: Readonly<Record<string, string>> = {}, tenant = world.tenant) =>
  call(handler, listCards, { as: { tenant }, params: { customerId }, query });

const idsIn = ({ body }: { readonly body: { data: { cardId: string }[] } }) => body.data.map(({ cardId }) => cardId);

describe('listCards', () => {
  itRefusesBadRequests({
    declaration: listCards,
    handler: () => handler,
    valid: async () => ({ as: { tenant: world.tenant }, params: { customerId: holder.customerId } }),
  });

  it('AL-02 AN-39 lists the cards of all balances, newest first, masked', async () => {
    const answer = await list(holder.customerId);
    expect([answer.status, idsIn(answer), answer.body.nextCursor]).toEqual([200, cardIds, null]);
    for (const card of answer.body.data) {
      expect(card.maskedPan).toMatch(/^411111\*{6}\d{4}$/);
      expect(card).not.toHaveProperty('pan');
      expect(card).not.toHaveProperty('externalId');
      expect(card).not.toHaveProperty('fingerprint');
    }
  });

  it('lists a customer its own cards, and no others', async () => {
    const stranger = await givenHolder(world);
    const as = (customerId: string) => ({ customer: customerId, of: world.tenant });
    const own = await call(handler, listCards, { as: as(holder.customerId), surface: 'customer' });
    const none = await call(handler, listCards, { as: as(stranger.customerId), surface: 'customer' });
    expect([own.status, idsIn(own), none.status, idsIn(none)]).toEqual([200, cardIds, 200, []]);
  });

  it('goes on page by page without a gap or a repeat', async () => {
    const first = await list(holder.customerId, { limit: '2' });
    const second = await list(holder.customerId, { limit: '2', cursor: first.body.nextCursor });
    expect([...idsIn(first), ...idsIn(second)]).toEqual(cardIds);
    expect(idsIn(first)).toHaveLength(2);
    expect(second.body.nextCursor).toBeNull();
  });

  it('refuses a cursor of another customer, of another tenant and one that was changed', async () => {
    const { nextCursor } = (await list(holder.customerId, { limit: '1' })).body;
    const neighbour = await storeCustomer(world.platform, world.tenant);
    const other = (await givenProgram(world.platform)).tenant;
    const foreign = await storeCustomer(world.platform, other);
    const answers = [
      await list(neighbour.customerId, { cursor: nextCursor }),
      await list(foreign.customerId, { cursor: nextCursor }, other),
      await list(holder.customerId, { cursor: `x${nextCursor}` }),
    ];
    for (const { status, body } of answers) expect([status, body.code]).toEqual([400, 'cursor_invalid']);
  });

  it.each(['0', '101', 'all', '1.5'])('refuses limit=%s', async (limit) => {
    const { status, body } = await list(holder.customerId, { limit });
    expect([status, body.code, body.invalidFields[0].path]).toEqual([400, 'validation_failed', 'query.limit']);
  });

  it('answers an empty list for a customer without cards', async () => {
    const { customerId } = await storeCustomer(world.platform, world.tenant);
    expect((await list(customerId)).body).toEqual({ data: [], nextCursor: null });
  });

  it('answers a customer of another tenant, an unknown and a malformed id alike with 404', async () => {
    const other = (await givenProgram(world.platform)).tenant;
    const answers = [
      await list(holder.customerId, {}, other),
      await list(world.platform.ids.next('cus', world.tenant)),
      await list('cus_x'),
    ];
    for (const { status, body } of answers) {
      expect([status, body.code, body.detail]).toEqual([404, 'customer_not_found', answers[0]?.body.detail]);
    }
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVirtualCardAsync } from '../../../functions/cards/create-virtual-card-async/declaration.ts';
import { wire as wireCardAsync } from '../../../functions/cards/create-virtual-card-async/handler.ts';
import { getIssuance } from '../../../functions/issuance/get-issuance/declaration.ts';
import { wire as wireShow } from '../../../functions/issuance/get-issuance/handler.ts';
import { startIssuance } from '../../../functions/issuance/start-issuance/declaration.ts';
import { wire as wireStart } from '../../../functions/issuance/start-issuance/handler.ts';
import type { TestCaller } from '../../support/http-call.ts';
import { call } from '../../support/http-call.ts';
import { expectLikeUnknown } from '../../support/like-unknown.ts';
import { givenProgram } from '../../support/programs.ts';
import { storeCustomer } from '../../support/stored-customer.ts';
import { givenHolder } from '../cards/given-cards.ts';
import type { CardWorld } from './given-issuances.ts';
import { givenIssuance, order, startCardWorld, storedIssuance, videoKyc } from './given-issuances.ts';

let world: CardWorld;

beforeAll(async () => {
  world = await startCardWorld();
});
afterAll(() => world.stop());

const onPhone = (customerId: string) => ({
  as: { customer: customerId, of: world.tenant } satisfies TestCaller,
  surface: 'customer' as const,
  idempotencyKey: null,
});

describe('AN-12 issuances on the customer channel', () => {
  it('AN-04 starts one for the customer of the session, who sees how far it is', async () => {
    const { customerId } = await storeCustomer(world.platform, world.tenant);
    const body = { ...order, kyc: videoKyc };
    const started = await call(wireStart(world.platform), startIssuance, { ...onPhone(customerId), body });
    expect(started.status).toBe(202);
    const { issuanceId } = started.body;
    expect(await storedIssuance(world, issuanceId)).toMatchObject({ customerId });
    const shown = await call(wireShow(world.platform), getIssuance, { ...onPhone(customerId), params: { issuanceId } });
    expect([shown.status, shown.body.status]).toEqual([200, 'awaiting_kyc']);
  });

  it("I9 starts none on another customer's balance, which answers like an unknown one", async () => {
    const [own, other] = [await givenHolder(world), await givenHolder(world)];
    const start = (balanceId: string) =>
      call(wireStart(world.platform), startIssuance, {
        ...onPhone(own.customerId),
        body: { ...order, balance: { balanceId } },
      });
    const ids = [other.balanceId, world.platform.ids.next('bal', world.tenant), 'bal_1'];
    expectLikeUnknown(await Promise.all(ids.map(start)), 'balance_not_found');
    expect((await start(own.balanceId)).status).toBe(202);
  });

  it("I9 shows another customer's issuance like an unknown one", async () => {
    const [own, other] = [await givenHolder(world), await givenHolder(world)];
    const theirs = await givenIssuance(world, other.customerId);
    const stranger = { platform: world.platform, tenant: (await givenProgram(world.platform)).tenant };
    const { customerId: strangerId } = await storeCustomer(world.platform, stranger.tenant, { level: 'full' });
    const foreign = await givenIssuance(stranger, strangerId);
    const show = (issuanceId: string) =>
      call(wireShow(world.platform), getIssuance, { ...onPhone(own.customerId), params: { issuanceId } });
    const ids = [theirs, foreign, world.platform.ids.next('iss', world.tenant), 'iss_1'];
    expectLikeUnknown(await Promise.all(ids.map(show)), 'issuance_not_found');
  });
});

describe('AN-41 virtual cards without card data on the customer channel', () => {
  const ask = (customerId: string, balanceId: string) =>
    call(wireCardAsync(world.platform), createVirtualCardAsync, { ...onPhone(customerId), body: { balanceId } });

  it('starts the issuance of a card on an own balance', async () => {
    const { customerId, balanceId } = await givenHolder(world);
    const { status, body } = await ask(customerId, balanceId);
    expect(status).toBe(202);
    expect(await storedIssuance(world, body.issuanceId)).toMatchObject({ customerId, balanceId });
  });

  it("I9 answers another customer's balance like an unknown one", async () => {
    const [own, other] = [await givenHolder(world), await givenHolder(world)];
    const ids = [other.balanceId, world.platform.ids.next('bal', world.tenant), 'bal_1'];
    expectLikeUnknown(await Promise.all(ids.map((id) => ask(own.customerId, id))), 'balance_not_found');
  });
});

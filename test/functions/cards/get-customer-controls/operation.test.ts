import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getCustomerControls } from '../../../../functions/cards/get-customer-controls/declaration.ts';
import { wire } from '../../../../functions/cards/get-customer-controls/handler.ts';
import type { HttpHandler } from '../../../../functions/kernel/operation/http-operation.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { givenProgram } from '../../../support/programs.ts';
import type { CardWorld } from '../given-cards.ts';
import { givenHolder, startCardWorld } from '../given-cards.ts';

let world: CardWorld;
let handler: HttpHandler;
let customerId: string;

beforeAll(async () => {
  world = await startCardWorld();
  handler = wire(world.platform);
  ({ customerId } = await givenHolder(world));
});
afterAll(() => world.stop());

const get = (id: string, tenant = world.tenant) =>
  call(handler, getCustomerControls, { as: { tenant }, params: { customerId: id }, idempotencyKey: null });

describe('getCustomerControls', () => {
  itRefusesBadRequests({
    declaration: getCustomerControls,
    handler: () => handler,
    valid: async () => ({ as: { tenant: world.tenant }, params: { customerId } }),
  });

  it('M-09 shows that nothing is refused until somebody sets them', async () => {
    const { status, body } = await get(customerId);
    expect([status, body]).toEqual([
      200,
      {
        channels: { pos: true, ecom: true, atm: true, contactless: true, international: true },
        limits: [],
        mcc: {},
      },
    ]);
  });

  it('answers a customer of another tenant and an unknown id alike: 404 customer_not_found', async () => {
    const other = (await givenProgram(world.platform)).tenant;
    for (const { status, body } of [
      await get(customerId, other),
      await get(world.platform.ids.next('cus', world.tenant)),
    ]) {
      expect([status, body.code]).toEqual([404, 'customer_not_found']);
    }
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listCards } from '../../../../functions/cards/list-cards/declaration.ts';
import { wire as wireList } from '../../../../functions/cards/list-cards/handler.ts';
import { orderPhysicalCard } from '../../../../functions/cards/order-physical-card/declaration.ts';
import { wire } from '../../../../functions/cards/order-physical-card/handler.ts';
import type { HttpHandler } from '../../../../functions/kernel/operation/http-operation.ts';
import type { TestCaller, TestRequest } from '../../../support/http-call.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { givenProgram } from '../../../support/programs.ts';
import { storeCustomer } from '../../../support/stored-customer.ts';
import type { CardWorld } from '../given-cards.ts';
import { encrypted, givenBalance, givenHolder, recordsOf, startCardWorld } from '../given-cards.ts';
import { deliveryAddress, storedOrder } from '../given-orders.ts';

let world: CardWorld;
let handler: HttpHandler;

beforeAll(async () => {
  world = await startCardWorld();
  handler = wire(world.platform);
});
afterAll(() => world.stop());

interface Holder {
  readonly customerId: string;
  readonly balanceId: string;
}

const requestFor = async (
  { customerId, balanceId }: Holder,
  body: Readonly<Record<string, unknown>> = {},
): Promise<TestRequest> => ({
  as: { tenant: world.tenant },
  params: { customerId },
  ...(await encrypted(world, { balanceId, deliveryAddress, ...body })),
});

const order = (request: TestRequest) => call(handler, orderPhysicalCard, request);

const opened = async (body: { readonly payload: string }) =>
  (await world.caller.open(body)) as { cardId: string; orderId: string; status: string };

describe('orderPhysicalCard', () => {
  itRefusesBadRequests({
    declaration: orderPhysicalCard,
    handler: () => handler,
    valid: async () => requestFor(await givenHolder(world)),
  });

  it('AN-02 AN-58 AN-61 orders with the address, and answers the ids that card and order will have', async () => {
    const holder = await givenHolder(world);
    const { status, body } = await order(await requestFor(holder, { displayName: 'A RAO' }));
    expect([status, Object.keys(body)]).toEqual([202, ['payload']]);
    const { cardId, orderId, status: ordered } = await opened(body);
    expect(ordered).toBe('requested');
    expect([cardId.slice(0, 4), orderId.slice(0, 4)]).toEqual(['crd_', 'ord_']);
    expect(await storedOrder(world, cardId)).toMatchObject({
      ...holder,
      ...{ orderId, kind: 'card', status: 'requested', delivery: 'ordered', displayName: 'A RAO', deliveryAddress },
    });
  });

  it('tells of it with an event that knows neither address nor name', async () => {
    const { body } = await order(await requestFor(await givenHolder(world)));
    const { cardId, orderId } = await opened(body);
    const records = await recordsOf(world.platform, orderId);
    expect(records).toMatchObject([{ type: 'card.requested', sequence: 1n, resourceType: 'card_order' }]);
    expect(JSON.parse(String(records[0]?.['data']))).toMatchObject({ cardId, orderId, status: 'requested' });
    expect(String(records[0]?.['data'])).not.toMatch(/Residency|Bengaluru|560025|RAO/u);
  });

  it('AN-63 is no card yet: lists leave it out', async () => {
    const holder = await givenHolder(world);
    await order(await requestFor(holder));
    const { body } = await call(wireList(world.platform), listCards, {
      as: { tenant: world.tenant },
      params: { customerId: holder.customerId },
    });
    expect(body.data).toEqual([]);
  });

  it('two orders at once are two cards', async () => {
    const holder = await givenHolder(world);
    const requests = [await requestFor(holder), await requestFor(holder)];
    const answers = await Promise.all(requests.map((request) => order(request)));
    const ids = await Promise.all(answers.map(async ({ body }) => (await opened(body)).cardId));
    expect(new Set(ids).size).toBe(2);
  });

  it.each(['Admin', 'Manager', 'Employee'] as const)('AN-58 staff may order: %s', async (staff) => {
    const as: TestCaller = { staff, of: world.tenant };
    const request = { ...(await requestFor(await givenHolder(world))), as, surface: 'admin' } as const;
    expect((await order(request)).status).toBe(202);
  });

  it('a customer orders for itself, and for nobody else whatever the path says', async () => {
    const holder = await givenHolder(world);
    const other = await givenHolder(world);
    const as: TestCaller = { customer: holder.customerId, of: world.tenant };
    const own = { ...(await requestFor(holder)), as, surface: 'customer', params: {} } as const;
    const { cardId } = await opened((await order(own)).body);
    expect(await storedOrder(world, cardId)).toMatchObject(holder);
    const foreign = { ...(await requestFor(other)), as, surface: 'customer', params: {} } as const;
    const { status, body } = await order(foreign);
    expect([status, body.code]).toEqual([404, 'balance_not_found']);
  });
});

describe('orderPhysicalCard refuses', () => {
  const codeOf = async (request: TestRequest): Promise<[number, string]> => {
    const { status, body } = await order(request);
    return [status, body.code];
  };

  it('requests in the clear', async () => {
    const { customerId, balanceId } = await givenHolder(world);
    const request = { as: { tenant: world.tenant }, params: { customerId }, body: { balanceId, deliveryAddress } };
    expect(await codeOf(request)).toEqual([400, 'ENCRYPTION_REQUIRED']);
  });

  it.each([
    ['no address', { deliveryAddress: undefined }],
    ['half an address', { deliveryAddress: { line1: 'x' } }],
    ['a country that is none', { deliveryAddress: { ...deliveryAddress, country: 'India' } }],
    ['a line without end', { deliveryAddress: { ...deliveryAddress, line1: 'x'.repeat(101) } }],
    ['a name that fits no card', { displayName: 'x'.repeat(27) }],
    ['unknown fields', { surprise: 1 }],
  ])('%s', async (_what, body) => {
    expect(await codeOf(await requestFor(await givenHolder(world), body))).toEqual([400, 'validation_failed']);
  });

  it('AN-03 customers and balances that are not there or another tenant’s, unverified ones, closed balances', async () => {
    const foreign = await givenHolder(world, { tenant: (await givenProgram(world.platform)).tenant });
    expect(await codeOf(await requestFor(foreign))).toEqual([404, 'customer_not_found']);
    const holder = await givenHolder(world);
    expect(await codeOf(await requestFor({ ...holder, balanceId: foreign.balanceId }))).toEqual([
      404,
      'balance_not_found',
    ]);
    const { customerId } = await storeCustomer(world.platform, world.tenant);
    expect(await codeOf(await requestFor({ ...holder, customerId }))).toEqual([403, 'kyc_required']);
    const { balanceId } = await givenBalance(world, holder.customerId, { state: 'frozen' });
    expect(await codeOf(await requestFor({ ...holder, balanceId }))).toEqual([409, 'invalid_state']);
    const without = await storeCustomer(world.platform, world.tenant, { level: 'full' });
    expect(await codeOf(await requestFor({ ...without, balanceId }))).toEqual([409, 'balance_required']);
  });
});

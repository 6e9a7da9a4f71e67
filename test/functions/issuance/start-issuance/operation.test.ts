import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startIssuance as declaration } from '../../../../functions/issuance/start-issuance/declaration.ts';
import { wire } from '../../../../functions/issuance/start-issuance/handler.ts';
import type { HttpHandler } from '../../../../functions/kernel/operation/http-operation.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { givenProgram } from '../../../support/programs.ts';
import { storeCustomer } from '../../../support/stored-customer.ts';
import { givenBalance, givenHolder } from '../../cards/given-cards.ts';
import { deliveryAddress } from '../../cards/given-orders.ts';
import type { CardWorld } from '../given-issuances.ts';
import { historyOf, order, startCardWorld, storedIssuance, videoKyc } from '../given-issuances.ts';

let world: CardWorld;
let handler: HttpHandler;

beforeAll(async () => {
  world = await startCardWorld();
  handler = wire(world.platform);
});
afterAll(() => world.stop());

const start = (customerId: string, body: unknown, idempotencyKey = randomUUID()) =>
  call(handler, declaration, { as: { tenant: world.tenant }, params: { customerId }, body, idempotencyKey });

const verified = async () => (await storeCustomer(world.platform, world.tenant, { level: 'full' })).customerId;

describe('startIssuance', () => {
  itRefusesBadRequests({
    declaration,
    handler: () => handler,
    valid: async () => ({ as: { tenant: world.tenant }, params: { customerId: await verified() }, body: order }),
    required: ['balance', 'card'],
    malformed: {
      balance: { currency: 'XYZ' },
      card: { type: 'golden' },
      kyc: { level: 'full', method: 'aadhaar_otp' },
    },
  });

  it('M-16 AN-04 starts with the KYC that is wanted, for a customer who is not verified', async () => {
    const { customerId } = await storeCustomer(world.platform, world.tenant);
    const { status, body } = await start(customerId, { ...order, kyc: videoKyc });
    expect([status, body]).toEqual([202, { issuanceId: expect.stringMatching(/^iss_/), status: 'awaiting_kyc' }]);
    expect(await storedIssuance(world, body.issuanceId)).toMatchObject({
      customerId,
      wantedKyc: videoKyc,
      newBalanceCurrency: 'INR',
      sequence: 1,
    });
    expect(await historyOf(world, body.issuanceId)).toEqual(['issuance.requested']);
  });

  it('takes an existing balance of the customer', async () => {
    const holder = await givenHolder(world);
    const { status, body } = await start(holder.customerId, { ...order, balance: { balanceId: holder.balanceId } });
    expect(status).toBe(202);
    const issuance = await storedIssuance(world, body.issuanceId);
    expect([issuance.balanceId, issuance.newBalanceCurrency]).toEqual([holder.balanceId, undefined]);
  });

  it('I4 starts one issuance per key', async () => {
    const customerId = await verified();
    const key = randomUUID();
    const answers = [await start(customerId, order, key), await start(customerId, order, key)];
    expect(answers[1]?.body).toEqual(answers[0]?.body);
    const stored = (await world.platform.items()).filter(
      (item) => item['item'] === 'issuance' && item['customerId'] === customerId,
    );
    expect(stored).toHaveLength(1);
  });

  it('AN-02 a physical card needs an address, and only it takes one', async () => {
    const customerId = await verified();
    const physical = { ...order, card: { type: 'physical', deliveryAddress } };
    const { status, body } = await start(customerId, physical);
    expect(status).toBe(202);
    expect((await storedIssuance(world, body.issuanceId)).deliveryAddress).toEqual(deliveryAddress);
    for (const card of [{ type: 'physical' }, { type: 'virtual', deliveryAddress }]) {
      const refused = await start(customerId, { ...order, card });
      expect([refused.status, refused.body.code]).toEqual([400, 'validation_failed']);
    }
  });

  it('puts no personal data into its record', async () => {
    const { body } = await start(await verified(), order);
    const record = (await world.platform.items()).find(
      (item) => item['item'] === 'record' && item['resourceId'] === body.issuanceId,
    );
    expect(
      JSON.stringify(record, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)),
    ).not.toMatch(/Asha|98123|example/);
  });
});

describe('startIssuance refuses', () => {
  const codeOf = async (customerId: string, body: unknown): Promise<[number, string]> => {
    const answer = await start(customerId, body);
    return [answer.status, answer.body.code];
  };

  it('a customer that is unknown or of another tenant with 404', async () => {
    const other = (await givenProgram(world.platform)).tenant;
    const foreign = await storeCustomer(world.platform, other, { level: 'full' });
    const unknown = world.platform.ids.next('cus', world.tenant);
    for (const customerId of [foreign.customerId, unknown, 'cus_1']) {
      expect(await codeOf(customerId, order)).toEqual([404, 'customer_not_found']);
    }
  });

  it('AN-03 no KYC, neither done nor wanted, with 403 kyc_required', async () => {
    const { customerId } = await storeCustomer(world.platform, world.tenant);
    expect(await codeOf(customerId, order)).toEqual([403, 'kyc_required']);
  });

  it.each(['closed', 'suspended'] as const)('a %s customer with 409, whatever KYC is wanted', async (status) => {
    const { customerId } = await storeCustomer(world.platform, world.tenant, { level: 'full', status });
    expect(await codeOf(customerId, { ...order, kyc: videoKyc })).toEqual([409, 'invalid_state']);
  });

  it('a currency that the program does not have with 422', async () => {
    expect(await codeOf(await verified(), { ...order, balance: { currency: 'EUR' } })).toEqual([
      422,
      'currency_unsupported',
    ]);
  });

  it('a balance that is unknown or of another customer with 404, and one that is frozen with 409', async () => {
    const customerId = await verified();
    const unknown = world.platform.ids.next('bal', world.tenant);
    const neighbours = (await givenHolder(world)).balanceId;
    for (const balanceId of [unknown, neighbours]) {
      expect(await codeOf(customerId, { ...order, balance: { balanceId } })).toEqual([404, 'balance_not_found']);
    }
    const { balanceId } = await givenBalance(world, customerId, { state: 'frozen' });
    expect(await codeOf(customerId, { ...order, balance: { balanceId } })).toEqual([409, 'invalid_state']);
  });

  it('a currency and a balance at once with 400', async () => {
    const { customerId, balanceId } = await givenHolder(world);
    expect(await codeOf(customerId, { ...order, balance: { currency: 'INR', balanceId } })).toEqual([
      400,
      'validation_failed',
    ]);
  });
});

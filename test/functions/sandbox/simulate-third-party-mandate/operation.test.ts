import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { simulateThirdPartyMandate } from '../../../../functions/sandbox/simulate-third-party-mandate/declaration.ts';
import { wire } from '../../../../functions/sandbox/simulate-third-party-mandate/handler.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { inr } from '../given-network.ts';
import type { ThirdPartyWorld } from '../third-party-bench.ts';
import { startThirdPartyWorld } from '../third-party-bench.ts';

let world: ThirdPartyWorld;

beforeAll(async () => {
  world = await startThirdPartyWorld();
});
afterAll(() => world.stop());
beforeEach(() => {
  world.forget();
  world.decide();
});

describe('simulateThirdPartyMandate', () => {
  itRefusesBadRequests({
    declaration: simulateThirdPartyMandate,
    handler: () => wire(world.platform),
    valid: async () => ({
      as: { tenant: world.tenant },
      params: { cardId: await world.fundedCard() },
      body: world.terms,
    }),
    required: ['merchant', 'maxAmount', 'frequency', 'validUntil'],
    malformed: {
      merchant: { name: '', mcc: '12', country: 'india' },
      maxAmount: inr(0),
      frequency: 'hourly',
      category: 'loan',
      exemption: 'AUTO_TOP_UP',
      validUntil: 'tomorrow',
      notification: { channel: 'letter' },
      authenticated: 'yes',
    },
  });

  it('rule 6 registers with the holder’s authentication, and gives the small payment back', async () => {
    const merchant = { name: 'Insurer', mcc: '6300', country: 'IN' };
    const { status, body } = await world.register(await world.fundedCard(), { category: 'insurance', merchant });
    expect([status, body]).toEqual([
      201,
      {
        ...{ mandateId: expect.stringMatching(/^cmd_/u), authorizationId: expect.stringMatching(/^aut_/u) },
        ...{ decisionId: expect.stringMatching(/^dcs_/u), decision: 'approved', actionCode: '0000' },
        ...{ responseCode: '00', approvedAmount: inr(1_00) },
      },
    ]);
    expect(await world.stored(body.mandateId)).toMatchObject({
      ...{ category: 'insurance', channel: 'sms', amountRule: 'max', merchant },
      afa: { method: '3ds' },
    });
    expect(world.told()).toMatchObject([{ type: 'card.authorization_reversed' }]);
  });

  it('without authentication, and while online is off, nothing is registered', async () => {
    const card = await world.fundedCard();
    const unproved = await world.register(card, { authenticated: false });
    expect(unproved.body).toMatchObject({ decision: 'declined', responseCode: '65', mandateId: null });
    const off = await world.register(await world.card());
    expect(off.body).toMatchObject({ decision: 'declined', responseCode: '57', mandateId: null });
    expect(world.told()).toEqual([]);
  });

  it('rule 4 a payee of another trade may not claim a raised ceiling', async () => {
    const { body } = await world.register(await world.fundedCard(), { category: 'insurance' });
    expect(body).toMatchObject({ decision: 'declined', responseCode: '57', mandateId: null });
  });

  it('I3 under one Idempotency-Key registers once', async () => {
    const card = await world.fundedCard();
    const first = await world.register(card, {}, { idempotencyKey: 'registered-once' });
    const again = await world.register(card, {}, { idempotencyKey: 'registered-once' });
    expect(again.body).toEqual(first.body);
    expect(world.asked()).toHaveLength(1);
  });

  it('when the platform does not answer, nothing is registered and the payment is taken back', async () => {
    world.twin.network.answer = () => 500;
    const { body } = await world.register(await world.fundedCard());
    expect(body).toMatchObject({ decision: 'declined', responseCode: '91', mandateId: null });
    expect(world.told()).toMatchObject([{ type: 'card.authorization_reversed' }]);
  });

  it('I10 another tenant’s card and an unknown one are 404; another currency is refused', async () => {
    const card = await world.fundedCard();
    const foreign = await world.register(card, {}, { as: { tenant: await world.otherTenant() } });
    const unknown = await world.register(world.unknownCard());
    expect([foreign.body.code, unknown.body.code]).toEqual(['card_not_found', 'card_not_found']);
    const { status, body } = await world.register(card, { maxAmount: inr(500_00, 'USD') });
    expect([status, body.code]).toEqual([422, 'currency_mismatch']);
  });
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decisionAnswer } from '../../../../functions/authorizations/decision-answers.ts';
import { getDecision } from '../../../../functions/authorizations/get-decision/declaration.ts';
import { wire as wireDecision } from '../../../../functions/authorizations/get-decision/handler.ts';
import { toTimestamp } from '../../../../functions/kernel/time/clock.ts';
import type { MandateBench } from '../../card-mandates/mandate-bench.ts';
import { startMandateBench } from '../../card-mandates/mandate-bench.ts';
import { call } from '../../../support/http-call.ts';

let bench: MandateBench;

/** What a tenant reads of a decision. */
const explained = async (decisionId = '') => {
  const { platform, tenant } = bench;
  const { status, body } = await call(wireDecision(platform), getDecision, { as: { tenant }, params: { decisionId } });
  expect(status).toBe(200);
  return decisionAnswer.parse(body);
};

beforeAll(async () => {
  bench = await startMandateBench();
});
afterAll(() => bench.platform.stop());

const types = async (mandate: Parameters<MandateBench['recordsOfMandate']>[0]) =>
  (await bench.recordsOfMandate(mandate)).map(({ type }) => type);

describe('A registration on a card of ours', () => {
  it('rule 6 keeps the mandate with the proof of the holder’s agreement', async () => {
    const { world, mandateId, reference } = await bench.registered();
    expect(await bench.stored(mandateId)).toMatchObject({
      ...{ mandateId, reference, cardId: world.cardId, chain: world.externalId, status: 'active', sequence: 1 },
      afa: { method: '3ds', reference: 'nm_1a' },
    });
    expect(await types({ world, reference })).toEqual(['card_mandate.registered']);
  });

  it('rule 6 without authentication is declined, and there is no mandate', async () => {
    const world = await bench.world({ channels: ['ecom'] });
    const answer = await bench.register(world, { authentication: undefined });
    expect(answer).toMatchObject({ decision: 'declined', responseCode: '65' });
    expect(answer.mandateId).toBeUndefined();
    expect(await bench.mandates.at(world.tenant, { ...world, reference: answer.reference })).toBeUndefined();
  });

  it('is an ordinary payment: online switched off, it is declined (rule 88), and there is no mandate', async () => {
    const world = await bench.world({ channels: ['pos'] });
    const answer = await bench.register(world);
    expect(answer).toMatchObject({ decision: 'declined', responseCode: '57', actionCode: '1019' });
    expect(await bench.mandates.at(world.tenant, { ...world, reference: answer.reference })).toBeUndefined();
  });

  it('rule 13 whose validity is over before it begins is declined', async () => {
    const world = await bench.world({ channels: ['ecom'] });
    const answer = await bench.register(world, { validUntil: toTimestamp(bench.platform.clock.now()) });
    expect(answer.decision).toBe('declined');
  });

  const claims = [
    ['insurance', { category: 'insurance' }, ['6300', '6529', '5960']],
    ['mutual_fund', { category: 'mutual_fund' }, ['6211']],
    ['credit_card_bill', { category: 'credit_card_bill' }, ['6012', '5413']],
    ['FASTAG_AUTOLOAD', { exemption: 'FASTAG_AUTOLOAD' }, ['4784']],
    ['NCMC_AUTOLOAD', { exemption: 'NCMC_AUTOLOAD' }, ['4111', '4112', '4131']],
  ] as const;

  it.each(claims)(
    'rules 4, 12 what the law grants to a trade is that trade’s alone: %s',
    async (...[claim, terms, codes]) => {
      const world = await bench.world({ channels: ['ecom'] });
      const payee = (mcc: string) => ({ merchant: { name: 'Payee', mcc, country: 'IN' } });
      for (const mcc of codes) {
        expect(await bench.register(world, terms, payee(mcc))).toMatchObject({ decision: 'approved' });
      }
      for (const mcc of ['5815', '6540', claim === 'insurance' ? '6211' : '6300']) {
        const answer = await bench.register(world, terms, payee(mcc));
        expect(answer).toMatchObject({ decision: 'declined', responseCode: '57', actionCode: '1019' });
        expect(answer.mandateId).toBeUndefined();
        const decision = await explained(answer.decisionId);
        expect(decision).toMatchObject({ outcome: 'declined', reason: 'mandate_terms_invalid' });
        expect(decision.checks).toContainEqual({
          ...{
            name: 'mandate_trade',
            outcome: 'failed',
            input: { mcc, claims: [claim] },
            threshold: { [claim]: codes },
          },
          ruleVersion: `house.emandate.trade.${claim}@2020-01-01`,
        });
      }
    },
  );

  it('rules 4, 12 who claims two things has to be of both trades; who claims nothing may sell anything', async () => {
    const world = await bench.world({ channels: ['ecom'] });
    const both = { category: 'insurance', exemption: 'NCMC_AUTOLOAD' };
    for (const mcc of ['6300', '4111']) {
      const merchant = { name: 'Payee', mcc, country: 'IN' };
      expect(await bench.register(world, both, { merchant })).toMatchObject({ decision: 'declined' });
    }
    expect(await bench.register(world)).toMatchObject({ decision: 'approved' });
  });

  it('I3 told again is answered the same, with the same mandate', async () => {
    const world = await bench.world({ channels: ['ecom'] });
    const first = await bench.register(world);
    const again = await bench.network.post(JSON.stringify(first.sent));
    expect(again.body).toMatchObject({ decision: 'approved', mandateId: first.mandateId });
  });

  it('under a name that is taken is declined, also when both come at once', async () => {
    const world = await bench.world({ channels: ['ecom'] });
    const reference = `nmd_${randomUUID()}`;
    const answers = await Promise.all([bench.register(world, { reference }), bench.register(world, { reference })]);
    expect(answers.map(({ decision }) => decision).toSorted()).toEqual(['approved', 'declined']);
    expect((await bench.register(world, { reference })).decision).toBe('declined');
  });

  it.each([
    ['at a terminal', { channel: 'pos' }],
    ['as an increment', { type: 'increment', original: { id: 'a', transmittedAt: '2026-11-21T00:00:00Z' } }],
    ['as an inquiry', { type: 'balance_inquiry', amount: { amount: 0, currency: 'INR' } }],
  ])('%s is no message of the protocol', async (_, message) => {
    const world = await bench.world({ channels: ['ecom', 'pos'] });
    expect((await bench.register(world, {}, message)).status).toBe(400);
  });

  it.each([
    ['an unknown frequency', { frequency: 'hourly' }],
    ['an unknown category', { category: 'loan' }],
    ['an exemption that the law does not name', { exemption: 'AUTO_TOP_UP' }],
    ['a maximum of nothing', { maxAmount: { amount: 0, currency: 'INR' } }],
    ['a name with a separator of keys', { reference: 'a#b' }],
    ['no validity', { validUntil: undefined }],
  ])('rule 12 with %s is no message of the protocol', async (_, terms) => {
    const world = await bench.world({ channels: ['ecom'] });
    expect((await bench.register(world, terms)).status).toBe(400);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { simulateThirdPartyDebit } from '../../../../functions/sandbox/simulate-third-party-debit/declaration.ts';
import { wire } from '../../../../functions/sandbox/simulate-third-party-debit/handler.ts';
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

describe('simulateThirdPartyDebit', () => {
  itRefusesBadRequests({
    declaration: simulateThirdPartyDebit,
    handler: () => wire(world.platform),
    valid: async () => ({
      as: { tenant: world.tenant },
      params: { mandateId: await world.registered() },
      body: { amount: inr(99_00) },
    }),
    required: ['amount'],
    malformed: { amount: inr(0), dueAt: 'soon', reason: '', notice: 'no', standIn: 1 },
  });

  it('announces a debit that makes itself 24 hours and a second later', async () => {
    const mandateId = await world.registered();
    const dueAt = world.platform.clock.now().add({ seconds: 86_401 }).round('millisecond');
    const { status, body } = await world.debit(mandateId);
    expect([status, body.status, body.debitId]).toEqual([201, 'announced', expect.stringMatching(/^cdb_/u)]);
    expect((await world.stored(mandateId)).debits).toMatchObject([{ debitId: body.debitId, status: 'notifying' }]);
    const [timer] = await world.timersOf(body.debitId);
    expect([timer?.operation, timer?.dueAt.toString()]).toEqual(['submitThirdPartyDebit', dueAt.toString()]);
  });

  it('boundary case 16: without notice a plain debit is declined at once, a transit balance’s is approved', async () => {
    const plain = await world.debit(await world.registered(), { notice: false });
    expect(plain.body).toMatchObject({ status: 'declined', responseCode: '57' });
    const metro = { exemption: 'NCMC_AUTOLOAD', merchant: { name: 'Metro', mcc: '4111', country: 'IN' } };
    const transit = await world.debit(await world.registered(metro), { notice: false });
    expect(transit.body).toMatchObject({ status: 'approved', debitId: expect.stringMatching(/^cdb_/u) });
  });

  it('boundary case 24: where the network stands in, nobody is asked; the platform is told of the debit and its mandate', async () => {
    const mandateId = await world.registered();
    const { reference } = await world.stored(mandateId);
    world.forget();
    world.decide();
    const { status, body } = await world.debit(mandateId, { notice: false, standIn: true });
    expect([status, body]).toMatchObject([
      201,
      { status: 'approved', debitId: null, authorizationId: null, decisionId: null, responseCode: '00' },
    ]);
    expect(world.asked()).toEqual([]);
    const [told, ...more] = world.told();
    expect(more).toEqual([]);
    expect(told).toMatchObject({
      type: 'card.authorization_advice',
      data: { amount: inr(99_00), standIn: true, merchant: world.terms.merchant, mandate: { act: 'debit', reference } },
    });
    expect(told?.data).not.toHaveProperty('original');
  });

  it('says why an announcement is of no use', async () => {
    const { body } = await world.debit(await world.registered(), { amount: inr(500_01) });
    expect(body).toMatchObject({ status: 'refused', reason: 'mandate_amount_exceeded', debitId: null });
  });

  it('I3 under one Idempotency-Key announces once', async () => {
    const mandateId = await world.registered();
    const first = await world.debit(mandateId, {}, { idempotencyKey: 'announced-once' });
    const again = await world.debit(mandateId, {}, { idempotencyKey: 'announced-once' });
    expect(again.body).toEqual(first.body);
    expect((await world.stored(mandateId)).debits).toHaveLength(1);
  });

  it('an announcement that is not answered is not known to have been taken: 503, and the same again finds out', async () => {
    const mandateId = await world.registered();
    world.twin.network.answer = () => 500;
    const lost = await world.debit(mandateId, {}, { idempotencyKey: 'lost-answer' });
    expect([lost.status, lost.body.code]).toEqual([503, 'temporarily_unavailable']);
    world.decide();
    const found = await world.debit(mandateId, {}, { idempotencyKey: 'lost-answer' });
    expect(found.body.status).toBe('announced');
  });

  it('I10 another tenant’s mandate and an unknown one are 404; another currency is refused', async () => {
    const mandateId = await world.registered();
    const foreign = await world.debit(mandateId, {}, { as: { tenant: await world.otherTenant() } });
    const unknown = await world.debit(world.platform.ids.next('cmd', world.tenant));
    expect([foreign.body.code, unknown.body.code]).toEqual(['mandate_not_found', 'mandate_not_found']);
    const { status, body } = await world.debit(mandateId, { amount: inr(5_00, 'USD') });
    expect([status, body.code]).toEqual([422, 'currency_mismatch']);
  });
});

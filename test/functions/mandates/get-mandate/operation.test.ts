import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getMandate } from '../../../../functions/mandates/get-mandate/declaration.ts';
import { wire } from '../../../../functions/mandates/get-mandate/handler.ts';
import type { TestCaller } from '../../../support/http-call.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { seeLimits } from '../given-limits.ts';
import type { Mandates } from '../given-mandates.ts';
import { startMandates } from '../given-mandates.ts';

let world: Mandates;

beforeAll(async () => {
  world = await startMandates();
});
afterAll(() => world.stop());

const shown = (mandateId: string, as: TestCaller = world.server, surface: 'secure' | 'customer' = 'secure') =>
  call(wire(world.platform), getMandate, { as, surface, params: { mandateId } });

describe('getMandate', () => {
  itRefusesBadRequests({
    declaration: getMandate,
    handler: () => wire(world.platform),
    valid: async () => ({ as: world.server, params: { mandateId: await world.active() } }),
  });

  it('SH-11 SH-31 shows all terms, and what became of the INR 1, and nothing to ask for money with', async () => {
    const mandateId = await world.active({ recurrence: { rule: 'on', day: 5 }, frequency: 'monthly' });
    const { status, body } = await shown(mandateId);
    expect([status, body]).toMatchObject([
      200,
      {
        mandateId,
        status: 'active',
        method: 'card',
        amountRule: 'max',
        maxAmount: { amount: 500_000, currency: 'INR' },
        limitKind: 'soft',
        limits: { kind: 'soft', suggestedMaximum: { amount: 1_500_000, currency: 'INR' }, known: false },
        frequency: 'monthly',
        recurrence: { rule: 'on', day: 5 },
        category: 'standard',
        validUntil: '2028-11-21T00:00:00.000Z',
        notification: { channel: 'sms' },
        authCharge: { amount: { amount: 100, currency: 'INR' }, status: 'refunded', refundedAt: expect.any(String) },
        customerId: expect.stringMatching(/^cus_/),
        createdAt: expect.any(String),
      },
    ]);
    const { tokenId, customerId } = (await world.stored(mandateId)).remote;
    expect(JSON.stringify(body)).not.toContain(tokenId);
    expect(JSON.stringify(body)).not.toContain(customerId);
  });

  it('SH-19 SH-21 shows what has passed at the bank and app of a UPI mandate, and falls back when that is refused', async () => {
    const { platform, tenant } = world;
    const mandateId = await world.requested({ method: 'upi' });
    const limits = async (): Promise<unknown> => (await shown(mandateId)).body.limits;
    expect(await limits()).toMatchObject({ suggestedMaximum: { amount: 5_000_00 }, source: 'assumed' });
    await world.authenticated(mandateId, { bank: 'SEEN', app: 'seenapp' });
    await seeLimits(platform, tenant, { bank: 'seen', app: 'seenapp', rupees: 8_000 });
    expect(await limits()).toEqual({
      ...{ kind: 'hard', suggestedMaximum: { amount: 8_000_00, currency: 'INR' }, known: false },
      ...{ source: 'observed', limitingFactor: 'bankRecurring' },
    });
    const known = { amount: 6_000_00, currency: 'INR' };
    const knownLimits = { bankRecurring: known, bankDaily: known, appRecurring: known };
    const declared = await world.requested({ method: 'upi', knownLimits });
    await world.authenticated(declared, { bank: 'SEEN', app: 'seenapp' });
    expect((await shown(declared)).body.limits).toMatchObject({ suggestedMaximum: known, source: 'declared' });
    await seeLimits(platform, tenant, { bank: 'seen', rupees: 8_000, sighting: 'debitRefused' });
    expect(await limits()).toMatchObject({
      ...{ suggestedMaximum: { amount: 5_000_00 }, source: 'assumed', limitingFactor: 'bankRecurring' },
    });
  });

  it('shows the open operation with its authentication while that is waited for', async () => {
    const { body } = await shown(await world.requested());
    expect(body.openOperation).toMatchObject({
      type: 'create',
      status: 'afa_pending',
      authentication: { type: 'redirect' },
    });
    expect(body.authCharge).toBeUndefined();
  });

  it('shows a customer the own mandates alone, and a tenant its own', async () => {
    const mandateId = await world.active();
    expect((await shown(mandateId, await world.holder(mandateId), 'customer')).status).toBe(200);
    const stranger = { customer: await world.customer(), of: world.tenant };
    const foreign = { tenant: await world.platform.tenant() };
    for (const answer of [
      await shown(mandateId, stranger, 'customer'),
      await shown(mandateId, foreign),
      await shown('mdt_x'),
    ]) {
      expect([answer.status, answer.body.code]).toEqual([404, 'mandate_not_found']);
    }
  });
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { createMandate } from '../../../../functions/mandates/create-mandate/declaration.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { storeCustomer } from '../../../support/stored-customer.ts';
import type { Mandates } from '../given-mandates.ts';
import { startMandates, terms } from '../given-mandates.ts';

let world: Mandates;

beforeAll(async () => {
  world = await startMandates();
});
afterAll(() => world.stop());

const limits = (bankRecurring: number, bankDaily: number, appRecurring: number) =>
  Object.fromEntries(
    Object.entries({ bankRecurring, bankDaily, appRecurring }).map(([name, rupees]) => [
      name,
      { amount: rupees * 100, currency: 'INR' },
    ]),
  );

const inr = (rupees: number) => ({ amount: rupees * 100, currency: 'INR' });

describe('createMandate', () => {
  itRefusesBadRequests({
    declaration: createMandate,
    handler: () => world.handlers.create,
    valid: async () => ({ as: world.server, params: { customerId: await world.customer() }, body: terms }),
    required: [
      'method',
      'amountRule',
      'maxAmount',
      'category',
      'validFrom',
      'validUntil',
      'description',
      'notification',
    ],
    malformed: {
      method: 'cheque',
      amountRule: 'about',
      maxAmount: { amount: 0, currency: 'INR' },
      frequency: 'one_time',
      recurrence: { rule: 'on', day: 32 },
      category: 'gambling',
      validFrom: 'today',
      validUntil: '2028-13-01',
      description: '',
      notification: { channel: 'pigeon' },
      knownLimits: { bankRecurring: inr(1) },
    },
  });

  it('regulation 1.2 answers what the payer is told of changing and withdrawing, in the version that the mandate keeps', async () => {
    const { body } = await world.create(terms);
    const { disclosure } = z.object({ disclosure: z.object({ version: z.string(), text: z.string() }) }).parse(body);
    for (const right of [/change or withdraw .* at any time/, /24 hours before/, /skip/, /complain/, /no charge/]) {
      expect(disclosure.text).toMatch(right);
    }
    expect((await world.stored(body.mandateId)).disclosureVersion).toBe(disclosure.version);
  });

  it('SH-01 SH-04 SH-05 SH-16 answers where a card’s payer authenticates, and keeps the mandate pending', async () => {
    const { status, body } = await world.create({ ...terms, method: 'card' });
    expect([status, body]).toMatchObject([
      201,
      {
        status: 'pending_authentication',
        authentication: { type: 'redirect', url: expect.stringMatching(/^https:/), expiresAt: expect.any(String) },
        limits: { kind: 'soft' },
      },
    ]);
    expect(body.warnings).toBeUndefined();
    const mandate = await world.stored(body.mandateId);
    expect(mandate).toMatchObject({ status: 'pending_authentication', openOperation: { status: 'afa_pending' } });
    expect(await world.typesOf(body.mandateId)).toEqual(['mandate.requested']);
    expect(await world.timersOf(mandate.openOperation!.mandateOperationId)).toEqual(['expireAuthentication']);
  });

  it('SH-04 SH-17 answers the link of the app for UPI, for half an hour', async () => {
    const { status, body } = await world.create({ ...terms, method: 'upi' });
    expect([status, body.authentication.type]).toEqual([201, 'upi_intent']);
    const patience = Date.parse(body.authentication.expiresAt) - world.platform.clock.now().epochMilliseconds;
    expect(patience).toBe(30 * 60_000);
  });

  it('SH-24 orders INR 1 under a receipt of at most 40 characters, with ids in its notes and nothing of the payer', async () => {
    const mandateId = await world.requested();
    const order = world.provider.orders.get(await world.orderOf(mandateId))!;
    expect(order).toMatchObject({ amount: { minor: 100n, currency: 'INR' }, draft: { method: 'card' } });
    expect(order.receipt.length).toBeLessThanOrEqual(40);
    expect(order.draft.notes).toEqual({ tenant: world.tenant.tenantId, mandate: mandateId, kind: 'create' });
  });

  it('SH-26 answers 409 when its receipt stands for another amount: no mandate, no second order', async () => {
    const customerId = await world.customer();
    const key = randomUUID();
    world.provider.fail('openAuthentication', 'before');
    expect((await world.create(terms, customerId, key)).status).toBe(503);
    const receipt = world.provider.calls.at(-1)?.about ?? '';
    const other = { receipt, amount: { minor: 200n, currency: 'INR' as const }, notes: {} };
    await world.provider.openAuthentication(world.tenant, { ...other, customerId: 'cust_1', method: 'card' });
    const orders = world.provider.orders.size;
    const { status, body } = await world.create(terms, customerId, key);
    expect([status, body.code, world.provider.orders.size]).toEqual([409, 'receipt_conflict', orders]);
    const stored = (await world.platform.items('mandate')).filter((item) => item['customerId'] === customerId);
    expect(stored).toEqual([]);
  });

  it('SH-19 SH-20 x 10,000, y 20,000 and z 5,000 give 5,000: more is refused on UPI, with the limit', async () => {
    const knownLimits = limits(10_000, 20_000, 5_000);
    const most = await world.create({ ...terms, method: 'upi', knownLimits, maxAmount: inr(5_000) });
    const limitingFactor = 'appRecurring';
    expect([most.status, most.body.limits]).toEqual([
      201,
      { kind: 'hard', suggestedMaximum: inr(5_000), known: true, source: 'declared', limitingFactor },
    ]);
    const { status, body } = await world.create({ ...terms, method: 'upi', knownLimits, maxAmount: inr(5_001) });
    expect([status, body.code, body.suggestedMaximum]).toEqual([422, 'limit_exceeded', inr(5_000)]);
  });

  it('SH-21 suggests INR 5,000 on UPI where nobody knows the limits, and warns above it', async () => {
    const { status, body } = await world.create({ ...terms, method: 'upi', maxAmount: inr(20_000) });
    expect([status, body.limits.suggestedMaximum, body.limits.known]).toEqual([201, inr(5_000), false]);
    expect(body.limits.source).toBe('assumed');
    expect(body.warnings).toMatchObject([{ code: 'above_suggested_maximum' }]);
  });

  it.each([
    ['standard', 99_999, 99_999.01],
    ['insurance', 200_000, 200_000.01],
  ])('rules 53, 54 a UPI mandate for %s goes up to INR %d', async (category, most, above) => {
    expect((await world.create({ ...terms, method: 'upi', category, maxAmount: inr(most) })).status).toBe(201);
    const { status, body } = await world.create({
      ...terms,
      method: 'upi',
      category,
      maxAmount: { amount: Math.round(above * 100), currency: 'INR' },
    });
    expect([status, body.code]).toEqual([422, 'limit_exceeded']);
  });

  it('SH-18 D-18 a card’s maximum is soft: it may exceed the ceiling below which no authentication is asked', async () => {
    const { status, body } = await world.create({ ...terms, maxAmount: inr(50_000) });
    expect([status, body.limits]).toEqual([201, { kind: 'soft', suggestedMaximum: inr(15_000), known: false }]);
    expect((await world.stored(body.mandateId)).limitKind).toBe('soft');
  });

  it('D-20 is as presented unless a frequency is asked for, and warns that a fixed one loses its cycle', async () => {
    const { frequency: _frequency, ...rest } = terms;
    const free = await world.create(rest);
    expect((await world.stored(free.body.mandateId)).frequency).toBe('as_presented');
    const fixed = await world.create({ ...terms, frequency: 'monthly' });
    expect(fixed.body.warnings).toMatchObject([{ code: 'cycle_used_by_registration' }]);
    await world.authenticated(fixed.body.mandateId);
    expect((await world.stored(fixed.body.mandateId)).usedCycles).toEqual(['2026-11']);
  });

  it('rule 22 refuses a frequency that the method does not take, by name', async () => {
    const { status, body } = await world.create({ ...terms, method: 'card', frequency: 'quarterly' });
    expect([status, body.code, body.invalidFields[0].path]).toEqual([400, 'validation_failed', 'frequency']);
    expect((await world.create({ ...terms, method: 'upi', frequency: 'quarterly' })).status).toBe(201);
  });

  it.each([
    ['as_presented', 3],
    ['weekly', 8],
  ])('rule 24 refuses a recurrence that %s has not', async (frequency, day) => {
    const { status, body } = await world.create({ ...terms, frequency, recurrence: { rule: 'on', day } });
    expect([status, body.invalidFields[0].path]).toMatchObject([400, expect.stringMatching(/^recurrence/)]);
  });

  it.each([
    ['in the past', '2026-01-01T00:00:00.000Z', '2026-11-20T00:00:00.000Z'],
    ['before validFrom', '2027-06-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z'],
    ['beyond 30 years', '2026-11-22T00:00:00.000Z', '2057-01-01T00:00:00.000Z'],
  ])('rules 13, 55 refuses a validity %s', async (_what, validFrom, validUntil) => {
    const { status, body } = await world.create({ ...terms, validFrom, validUntil });
    expect([status, body.invalidFields[0].path]).toEqual([400, 'validUntil']);
  });

  it('a validFrom in the past counts as now', async () => {
    const mandateId = await world.requested({ validFrom: '2020-01-01T00:00:00.000Z' });
    expect((await world.stored(mandateId)).validFrom.toString()).toBe(world.platform.clock.now().toString());
  });

  it('refuses another currency', async () => {
    const { status, body } = await world.create({ ...terms, maxAmount: { amount: 1_000, currency: 'USD' } });
    expect([status, body.invalidFields[0].path]).toEqual([400, 'maxAmount.currency']);
  });

  it('answers 404 for a customer of another tenant, and for none', async () => {
    const other = await world.platform.tenant();
    const { customerId } = await storeCustomer(world.platform, other);
    for (const id of [customerId, 'cus_nobody']) {
      const { status, body } = await world.create(terms, id);
      expect([status, body.code]).toEqual([404, 'customer_not_found']);
    }
  });

  it.each(['closed', 'suspended'] as const)('refuses a customer who is %s', async (state) => {
    const { customerId } = await storeCustomer(world.platform, world.tenant, { status: state });
    const { status, body } = await world.create(terms, customerId);
    expect([status, body.code]).toEqual([409, 'invalid_state']);
  });

  it('takes nothing when the provider says no', async () => {
    const before = (await world.platform.items('mandate')).length;
    world.provider.fail('openAuthentication', { class: 'request_wrong', reason: 'method_not_enabled' });
    const { status, body } = await world.create();
    expect([status, body.code, body.reason]).toEqual([422, 'payment_refused', 'method_not_enabled']);
    expect(await world.platform.items('mandate')).toHaveLength(before);
  });

  it.each(['ensureCustomer', 'openAuthentication'] as const)(
    'SH-26 SH-28 answers 503 when %s stays unanswered, and the repeat adopts what is there',
    async (step) => {
      for (const fault of ['before', 'after'] as const) {
        const [customerId, key] = [await world.customer(), randomUUID()];
        const before = world.provider.orders.size;
        world.provider.fail(step, fault);
        const lost = await world.create(terms, customerId, key);
        expect([lost.status, lost.body.code]).toEqual([503, 'temporarily_unavailable']);
        const { status } = await world.create(terms, customerId, key);
        expect(status).toBe(201);
        expect(world.provider.orders.size).toBe(before + 1);
      }
    },
  );

  it('a staff member or a customer has no such route', async () => {
    const answer = await call(world.handlers.create, createMandate, {
      as: { customer: await world.customer(), of: world.tenant },
      params: { customerId: await world.customer() },
      body: terms,
    });
    expect(answer.status).toBe(401);
  });
});

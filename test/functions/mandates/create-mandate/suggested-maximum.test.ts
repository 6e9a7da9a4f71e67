import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { httpOperation } from '../../../../functions/kernel/operation/http-operation.ts';
import type { Key, QueryRequest } from '../../../../functions/kernel/persistence/table.ts';
import { createMandate } from '../../../../functions/mandates/create-mandate/declaration.ts';
import { createMandate as creating } from '../../../../functions/mandates/create-mandate/operation.ts';
import { mandateDependencies } from '../../../../functions/mandates/wire-mandate-stores.ts';
import { call } from '../../../support/http-call.ts';
import { seeLimits } from '../given-limits.ts';
import type { Mandates } from '../given-mandates.ts';
import { startMandates, terms } from '../given-mandates.ts';

let world: Mandates;

beforeAll(async () => {
  world = await startMandates();
});
afterAll(() => world.stop());

const inr = (rupees: number) => ({ amount: rupees * 100, currency: 'INR' });
const limits = (bankRecurring: number, bankDaily: number, appRecurring: number) => ({
  bankRecurring: inr(bankRecurring),
  bankDaily: inr(bankDaily),
  appRecurring: inr(appRecurring),
});

describe('createMandate, from what was observed', () => {
  /** A customer with a UPI mandate of a bank and an app at which so much has passed. */
  const observedCustomer = async (name: string, passed: { readonly bank?: number; readonly app?: number }) => {
    const customerId = await world.customer();
    const { mandateId } = (await world.create({ ...terms, method: 'upi' }, customerId)).body;
    await world.authenticated(mandateId, { bank: `bank ${name}`, app: `app ${name}` });
    const { platform, tenant } = world;
    if (passed.bank !== undefined) await seeLimits(platform, tenant, { bank: `bank ${name}`, rupees: passed.bank });
    if (passed.app !== undefined) await seeLimits(platform, tenant, { app: `app ${name}`, rupees: passed.app });
    return customerId;
  };

  it('SH-19 SH-20 suggests what has passed at the bank and app that the customer used last, and warns above it', async () => {
    const customerId = await observedCustomer('one', { bank: 10_000, app: 8_000 });
    const wish = { ...terms, method: 'upi' };
    const { status, body } = await world.create({ ...wish, maxAmount: inr(8_000) }, customerId);
    expect([status, body.limits, body.warnings]).toEqual([
      201,
      {
        ...{ kind: 'hard', suggestedMaximum: inr(8_000), known: false },
        ...{ source: 'observed', limitingFactor: 'appRecurring' },
      },
      undefined,
    ]);
    const more = await world.create({ ...wish, maxAmount: inr(20_000) }, customerId);
    expect([more.status, more.body.warnings]).toMatchObject([201, [{ code: 'above_suggested_maximum' }]]);
    const knownLimits = limits(9_000, 7_000, 9_000);
    const declared = await world.create({ ...wish, knownLimits, maxAmount: inr(7_000) }, customerId);
    expect(declared.body.limits).toMatchObject({ suggestedMaximum: inr(7_000), source: 'declared' });
    const card = await world.create(terms, customerId);
    expect(card.body.limits).toEqual({ kind: 'soft', suggestedMaximum: inr(15_000), known: false });
  });

  it('SH-21 suggests 5,000 where only one of the two was seen, or another customer’s, and refuses by no observation', async () => {
    const customerId = await observedCustomer('two', { bank: 10_000 });
    const { body } = await world.create({ ...terms, method: 'upi', maxAmount: inr(10_000) }, customerId);
    expect(body.limits).toMatchObject({
      suggestedMaximum: inr(5_000),
      source: 'assumed',
      limitingFactor: 'appRecurring',
    });
    const stranger = await world.create({ ...terms, method: 'upi' });
    expect(stranger.body.limits).toMatchObject({ suggestedMaximum: inr(5_000), source: 'assumed' });
    const most = await world.create({ ...terms, method: 'upi', maxAmount: inr(100_000) }, customerId);
    expect([most.status, most.body.limit, most.body.suggestedMaximum]).toEqual([422, inr(99_999), inr(5_000)]);
  });

  it('reads three items more at the most, and none where they would decide nothing', async () => {
    const requestsOf = async (body: Readonly<Record<string, unknown>>, customerId: string) => {
      const reads: string[] = [];
      const { table } = world.platform;
      const counting = {
        ...table,
        get: (key: Key, options?: { eventual?: boolean }) => {
          if (key.pk.includes('PAYMENT_LIMITS')) reads.push(key.pk);
          return table.get(key, options);
        },
        query: (request: QueryRequest) => {
          if (request.pk.endsWith('#MANDATES')) reads.push(request.pk);
          return table.query(request);
        },
      };
      const others = { payments: world.provider, openDebits: world.debits.port };
      const deps = mandateDependencies({ ...world.platform, table: counting }, others);
      const handler = httpOperation(createMandate, world.platform, creating(deps));
      const answer = await call(handler, createMandate, { as: world.server, params: { customerId }, body });
      expect(answer.status).toBe(201);
      return reads.length;
    };
    const customerId = await observedCustomer('three', {});
    expect(await requestsOf({ ...terms, method: 'upi' }, customerId)).toBe(3);
    expect(await requestsOf({ ...terms, method: 'upi' }, await world.customer())).toBe(1);
    expect(await requestsOf({ ...terms, method: 'upi', knownLimits: limits(9_000, 9_000, 9_000) }, customerId)).toBe(0);
    expect(await requestsOf(terms, customerId)).toBe(0);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listMandates } from '../../../../functions/mandates/list-mandates/declaration.ts';
import { wire } from '../../../../functions/mandates/list-mandates/handler.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { seeLimits } from '../given-limits.ts';
import type { Mandates } from '../given-mandates.ts';
import { startMandates, terms } from '../given-mandates.ts';

let world: Mandates;

beforeAll(async () => {
  world = await startMandates();
});
afterAll(() => world.stop());

describe('listMandates', () => {
  itRefusesBadRequests({
    declaration: listMandates,
    handler: () => wire(world.platform),
    valid: async () => ({ as: world.server, params: { customerId: await world.customer() } }),
  });

  it('lists the mandates of one customer, newest first, page by page', async () => {
    const customerId = await world.customer();
    const made: string[] = [];
    for (const method of ['card', 'upi', 'card']) {
      made.push(String((await world.create({ ...terms, method }, customerId)).body.mandateId));
    }
    await world.requested();
    const first = await call(wire(world.platform), listMandates, {
      as: world.server,
      params: { customerId },
      query: { limit: '2' },
    });
    expect([first.status, first.body.data]).toMatchObject([200, [{ mandateId: made[2] }, { mandateId: made[1] }]]);
    const rest = await call(wire(world.platform), listMandates, {
      as: { customer: customerId, of: world.tenant },
      surface: 'customer',
      query: { cursor: first.body.nextCursor },
    });
    expect(rest.body).toMatchObject({
      data: [{ mandateId: made[0], status: 'pending_authentication' }],
      nextCursor: null,
    });
  });

  it('SH-19 shows for each mandate what has passed at its own bank and app, and reads what they share once', async () => {
    const { platform, tenant } = world;
    const customerId = await world.customer();
    const of = async (app: string) => {
      const { mandateId } = (await world.create({ ...terms, method: 'upi' }, customerId)).body;
      await world.authenticated(mandateId, { bank: 'LISTED', app });
      await seeLimits(platform, tenant, { bank: 'listed', app, rupees: app === 'one' ? 9_000 : 7_000 });
    };
    for (const app of ['one', 'two', 'one']) await of(app);
    await world.create(terms, customerId);
    const reads: string[] = [];
    const get: typeof platform.table.get = (key, options) => {
      if (key.pk.includes('PAYMENT_LIMITS')) reads.push(key.pk);
      return platform.table.get(key, options);
    };
    const handler = wire({ ...platform, table: { ...platform.table, get } });
    const { body } = await call(handler, listMandates, { as: world.server, params: { customerId } });
    expect(body.data).toMatchObject([
      { limits: { kind: 'soft', suggestedMaximum: { amount: 15_000_00 } } },
      { limits: { suggestedMaximum: { amount: 9_000_00 }, source: 'observed' } },
      { limits: { suggestedMaximum: { amount: 7_000_00 }, source: 'observed', limitingFactor: 'appRecurring' } },
      { limits: { suggestedMaximum: { amount: 9_000_00 }, source: 'observed' } },
    ]);
    expect(reads).toHaveLength(4);
  });

  it('answers 404 for a customer of another tenant', async () => {
    const params = { customerId: await world.customer() };
    const answer = await call(wire(world.platform), listMandates, {
      as: { tenant: await world.platform.tenant() },
      params,
    });
    expect([answer.status, answer.body.code]).toEqual([404, 'customer_not_found']);
  });
});

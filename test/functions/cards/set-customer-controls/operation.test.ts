import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dynamoSpendLedger } from '../../../../functions/balances/infrastructure/dynamo-spend-ledger.ts';
import { createBalance } from '../../../../functions/balances/create-balance/declaration.ts';
import { wire as wireBalance } from '../../../../functions/balances/create-balance/handler.ts';
import { setCustomerControls } from '../../../../functions/cards/set-customer-controls/declaration.ts';
import { wire } from '../../../../functions/cards/set-customer-controls/handler.ts';
import { getCustomerControls } from '../../../../functions/cards/get-customer-controls/declaration.ts';
import { wire as wireGet } from '../../../../functions/cards/get-customer-controls/handler.ts';
import { closeCustomer } from '../../../../functions/customers/close-customer/declaration.ts';
import { wire as wireClose } from '../../../../functions/customers/close-customer/handler.ts';
import type { HttpHandler } from '../../../../functions/kernel/operation/http-operation.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { givenProgram } from '../../../support/programs.ts';
import type { CardWorld } from '../given-cards.ts';
import { givenBalance, givenHolder, recordsOf, startCardWorld } from '../given-cards.ts';

let world: CardWorld;
let handler: HttpHandler;
let holder: { readonly customerId: string; readonly balanceId: string };

beforeAll(async () => {
  world = await startCardWorld();
  handler = wire(world.platform);
});
afterAll(() => world.stop());
beforeEach(async () => {
  holder = await givenHolder(world);
});

const open = { pos: true, ecom: true, atm: true, contactless: true, international: true };
const offline = { ...open, ecom: false };
const weekly = { per: 'week', amount: { amount: 9_900, currency: 'INR' }, count: 5 } as const;

const put = (body: object, options: Partial<Parameters<typeof call>[2]> = {}) =>
  call(handler, setCustomerControls, {
    as: { tenant: world.tenant },
    params: { customerId: holder.customerId },
    body,
    ...options,
  });

const get = () =>
  call(wireGet(world.platform), getCustomerControls, {
    as: { tenant: world.tenant },
    params: { customerId: holder.customerId },
    idempotencyKey: null,
  });

/** The holder's rules as authorizations of a balance meet them. */
const rulesAt = async (balanceId: string) =>
  (await dynamoSpendLedger(world.platform.table).read(world.tenant, { balanceId, cardId: '' }))?.holder;

const changes = async () =>
  (await recordsOf(world.platform, holder.customerId)).filter(({ type }) => type === 'customer.controls_changed');

describe('setCustomerControls', () => {
  itRefusesBadRequests({
    declaration: setCustomerControls,
    handler: () => handler,
    valid: async () => ({
      as: { tenant: world.tenant },
      params: { customerId: holder.customerId },
      body: { channels: offline, limits: [weekly], mcc: { block: ['7995'] } },
    }),
    required: ['channels'],
    malformed: { channels: { ...open, ecom: 'yes' }, limits: [{ per: 'year' }], mcc: { allow: ['799'] } },
  });

  it('M-09 reaches all balances of the customer in one transaction, and those that are opened later', async () => {
    const second = await givenBalance(world, holder.customerId);
    const body = { channels: offline, limits: [weekly], mcc: { block: ['7995'] } };
    const answer = await put(body);
    expect([answer.status, answer.body]).toEqual([200, body]);
    expect((await get()).body).toEqual(body);
    const later = await call(wireBalance(world.platform), createBalance, {
      as: { tenant: world.tenant },
      params: { customerId: holder.customerId },
      body: { currency: 'INR' },
    });
    expect(later.status).toBe(201);
    for (const balanceId of [holder.balanceId, second.balanceId, later.body.balanceId]) {
      expect(await rulesAt(balanceId)).toEqual({
        version: 1,
        limits: [{ per: 'week', max: 9_900n, count: 5 }],
        mcc: { block: ['7995'] },
        off: ['ecom'],
      });
    }
  });

  it('leaves nothing to weigh once everything is allowed again', async () => {
    await put({ channels: offline });
    await put({ channels: open });
    expect(await rulesAt(holder.balanceId)).toBeUndefined();
    await put({ channels: offline });
    expect((await rulesAt(holder.balanceId))?.version).toBe(3);
  });

  it('rule 90 records each change with what was before, and the same again not at all', async () => {
    await put({ channels: offline });
    await put({ channels: offline, limits: [] });
    const records = await changes();
    expect(records).toHaveLength(1);
    const { data, previous } = records[0] ?? {};
    expect(JSON.parse(String(data))).toEqual({
      customerId: holder.customerId,
      controls: { channels: offline, limits: [], mcc: {} },
    });
    expect(JSON.parse(String(previous))).toEqual({ controls: { channels: open, limits: [], mcc: {} } });
  });

  it('I20 answers a repeat with the first answer', async () => {
    const idempotencyKey = 'holder-once';
    const first = await put({ channels: offline }, { idempotencyKey });
    await put({ channels: open });
    const repeat = await put({ channels: offline }, { idempotencyKey });
    expect([repeat.status, repeat.body]).toEqual([200, first.body]);
    expect(await rulesAt(holder.balanceId)).toBeUndefined();
  });

  it('of changes at once, and a balance that is opened meanwhile, all that is answered holds everywhere', async () => {
    const opening = call(wireBalance(world.platform), createBalance, {
      as: { tenant: world.tenant },
      params: { customerId: holder.customerId },
      body: { currency: 'INR' },
    });
    const answers = await Promise.all(
      [1, 2, 3].map((count) => put({ channels: open, limits: [{ per: 'day', count }] })),
    );
    const opened = await opening;
    const done = answers.filter(({ status }) => status === 200);
    const refused = answers.filter(({ body }) => body.code === 'concurrent_change');
    expect(done.length + refused.length).toBe(3);
    expect(await changes()).toHaveLength(done.length);
    const kept = (await get()).body.limits;
    const balances = [holder.balanceId, ...(opened.status === 201 ? [opened.body.balanceId] : [])];
    for (const balanceId of balances) expect((await rulesAt(balanceId))?.limits ?? []).toEqual(kept);
  });

  it('refuses limits in another currency than the program’s: 422 currency_mismatch', async () => {
    const refused = await put({ channels: open, limits: [{ per: 'day', amount: { amount: 1, currency: 'USD' } }] });
    expect([refused.status, refused.body.code]).toEqual([422, 'currency_mismatch']);
  });

  it('refuses a customer that is closed: 409 invalid_state', async () => {
    const closed = await call(wireClose(world.platform), closeCustomer, {
      as: { tenant: world.tenant },
      params: { customerId: holder.customerId },
    });
    expect(closed.status).toBe(204);
    const refused = await put({ channels: offline });
    expect([refused.status, refused.body.code]).toEqual([409, 'invalid_state']);
  });

  it('answers a customer of another tenant, an unknown and a malformed id alike: 404 customer_not_found', async () => {
    const other = (await givenProgram(world.platform)).tenant;
    const body = { channels: offline };
    const answers = [
      await put(body, { as: { tenant: other } }),
      await put(body, { params: { customerId: world.platform.ids.next('cus', world.tenant) } }),
      await put(body, { params: { customerId: 'cus_../T#x' } }),
    ];
    for (const { status, body: problem } of answers) {
      expect([status, problem.code, problem.detail]).toEqual([404, 'customer_not_found', answers[0]?.body.detail]);
    }
  });
});

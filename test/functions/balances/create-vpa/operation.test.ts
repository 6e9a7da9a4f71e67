import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVpa } from '../../../../functions/balances/create-vpa/declaration.ts';
import { wire } from '../../../../functions/balances/create-vpa/handler.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import type { AccountWorld } from '../given-accounts.ts';
import { startAccountWorld } from '../given-accounts.ts';

let world: AccountWorld;
let tenant: TenantContext;

beforeAll(async () => {
  world = await startAccountWorld();
  tenant = await world.bench.program();
});
afterAll(() => world.stop());

const make = (balanceId: string, { key = randomUUID(), as = tenant, on = world.platform } = {}) =>
  call(wire(on), createVpa, { as: { tenant: as }, params: { balanceId }, idempotencyKey: key });

const vpasOf = async (balanceId: string) =>
  (await world.items('vpa')).filter((item) => item['balanceId'] === balanceId);

describe('createVpa', () => {
  itRefusesBadRequests({
    declaration: createVpa,
    handler: () => wire(world.platform),
    valid: async () => ({ as: { tenant }, params: { balanceId: (await world.account(tenant)).balanceId } }),
  });

  it('M-20 answers the UPI ID that the issuer made, and keeps the address out of events', async () => {
    const { balanceId } = await world.account(tenant);
    const { status, body } = await make(balanceId);
    expect([status, body]).toEqual([201, { vpa: expect.stringMatching(/^[a-z0-9]+@[a-z]+$/) }]);
    const records = (await world.recordsOf('vpa.created')).filter(({ resourceId }) => resourceId === balanceId);
    expect(records.map(({ data }): unknown => JSON.parse(String(data)))).toEqual([{ balanceId }]);
  });

  it('M-20 two balances have two', async () => {
    const answers = await Promise.all([1, 2].map(async () => make((await world.account(tenant)).balanceId)));
    expect(new Set(answers.map(({ body }): unknown => body.vpa)).size).toBe(2);
  });

  it('M-20 a further call answers the one that there is, and records nothing more', async () => {
    const { balanceId } = await world.account(tenant);
    const [first, second] = [await make(balanceId), await make(balanceId)];
    expect([second.status, second.body]).toEqual([201, first.body]);
    expect(second.headers['idempotent-replayed']).toBeUndefined();
    expect(await vpasOf(balanceId)).toHaveLength(1);
  });

  it('I4 a repeat gets the first answer', async () => {
    const { balanceId } = await world.account(tenant);
    const key = randomUUID();
    const [first, repeat] = [await make(balanceId, { key }), await make(balanceId, { key })];
    expect([repeat.status, repeat.body, repeat.headers['idempotent-replayed']]).toEqual([201, first.body, 'true']);
  });

  it('concurrent calls leave one, and who is refused may ask again', async () => {
    const { balanceId } = await world.account(tenant);
    const answers = await Promise.all(Array.from({ length: 5 }, () => make(balanceId)));
    for (const { status } of answers) expect([201, 409]).toContain(status);
    expect(new Set(answers.filter(({ status }) => status === 201).map(({ body }): unknown => body.vpa)).size).toBe(1);
    expect(await vpasOf(balanceId)).toHaveLength(1);
    expect((await make(balanceId)).status).toBe(201);
  });

  it('regulation 3.6: a small PPI gets no UPI', async () => {
    const { balanceId } = await world.account(tenant, { level: 'minimum' });
    const { status, body } = await make(balanceId);
    expect([status, body.code]).toEqual([403, 'kyc_required']);
    expect(await vpasOf(balanceId)).toEqual([]);
  });

  it.each(['frozen', 'closing', 'closed'])('refuses a %s balance', async (state) => {
    const { balanceId } = await world.account(tenant);
    await world.force(tenant, balanceId, state);
    const { status, body } = await make(balanceId);
    expect([status, body.code]).toEqual([409, 'invalid_state']);
  });

  it('refuses a suspended customer', async () => {
    const balanceId = await world.bench.balance(tenant, { status: 'suspended' });
    const { status, body } = await make(balanceId);
    expect([status, body.code]).toEqual([409, 'invalid_state']);
  });

  it('refuses a balance in euros: UPI moves rupees', async () => {
    const program = await world.bench.program(1n, 'EUR');
    const { balanceId } = await world.account(program, { currency: 'EUR' });
    const { status, body } = await make(balanceId, { as: program });
    expect([status, body.code, body.supported]).toEqual([422, 'currency_unsupported', ['INR']]);
  });

  it('refuses a balance whose account the issuer does not know', async () => {
    const { status, body } = await make(await world.bench.balance(tenant));
    expect([status, body.code, body.reason]).toEqual([422, 'issuer_refused', 'account_unknown']);
  });

  it('M-33 knows neither an unknown balance nor one of another tenant', async () => {
    const foreign = (await world.account(await world.bench.program())).balanceId;
    for (const balanceId of [foreign, world.platform.ids.next('bal', tenant), 'bal_1']) {
      const { status, body } = await make(balanceId);
      expect([status, body.code]).toEqual([404, 'balance_not_found']);
    }
  });

  it('I5 an issuer that does not answer leaves nothing behind, and the repeat succeeds', async () => {
    const { balanceId } = await world.account(tenant);
    const key = randomUUID();
    const on = { ...world.platform, fetch: () => Promise.reject(new Error('the network is down')) };
    const { status, body } = await make(balanceId, { key, on });
    expect([status, body.code]).toEqual([503, 'temporarily_unavailable']);
    expect(await vpasOf(balanceId)).toEqual([]);
    expect((await make(balanceId, { key })).status).toBe(201);
  });
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVirtualCardAsync as declaration } from '../../../../functions/cards/create-virtual-card-async/declaration.ts';
import { wire } from '../../../../functions/cards/create-virtual-card-async/handler.ts';
import type { HttpHandler } from '../../../../functions/kernel/operation/http-operation.ts';
import type { TestRequest } from '../../../support/http-call.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { givenProgram } from '../../../support/programs.ts';
import { storeCustomer } from '../../../support/stored-customer.ts';
import type { CardWorld } from '../given-cards.ts';
import { givenBalance, givenHolder, recordsOf, startCardWorld } from '../given-cards.ts';

let world: CardWorld;
let handler: HttpHandler;

beforeAll(async () => {
  world = await startCardWorld();
  handler = wire(world.platform);
});
afterAll(() => world.stop());

interface Holder {
  readonly customerId: string;
  readonly balanceId: string;
}

const requestFor = ({ customerId, balanceId }: Holder): TestRequest => ({
  as: { tenant: world.tenant },
  params: { customerId },
  body: { balanceId },
});

const start = (holder: Holder, change: Partial<TestRequest> = {}) =>
  call(handler, declaration, { ...requestFor(holder), ...change });

const issuancesOf = async (customerId: string) =>
  (await world.platform.items()).filter((item) => item['item'] === 'issuance' && item['customerId'] === customerId);

describe('createVirtualCardAsync', () => {
  itRefusesBadRequests({
    declaration,
    handler: () => handler,
    valid: async () => requestFor(await givenHolder(world)),
    required: ['balanceId'],
    malformed: { balanceId: 7, displayName: 'x'.repeat(27) },
  });

  it('AN-41 starts an issuance without encryption and asks the issuer for nothing yet', async () => {
    const holder = await givenHolder(world);
    const before = (await world.twin.platform.items()).length;
    const { status, body } = await start(holder, { body: { balanceId: holder.balanceId, displayName: 'A RAO' } });
    expect([status, Object.keys(body)]).toEqual([202, ['issuanceId']]);
    expect(await issuancesOf(holder.customerId)).toMatchObject([
      { ...holder, issuanceId: body.issuanceId, status: 'awaiting_kyc', displayName: 'A RAO' },
    ]);
    expect(await recordsOf(world.platform, body.issuanceId)).toMatchObject([
      { type: 'issuance.requested', sequence: 1n, actor: 'tenant:key_test' },
    ]);
    expect((await world.twin.platform.items()).length).toBe(before);
  });

  it('AN-19 encrypts the answer to whoever asks for it', async () => {
    const holder = await givenHolder(world);
    const headers = { 'Encrypt-Response': 'true', 'Public-Key': world.caller.header };
    const { status, body } = await start(holder, { headers });
    expect(status).toBe(202);
    expect(await world.caller.open(body)).toMatchObject({ issuanceId: expect.stringMatching(/^iss_/) });
  });

  it('I4 starts one issuance per key, also for requests at once', async () => {
    const holder = await givenHolder(world);
    const idempotencyKey = randomUUID();
    const answers = await Promise.all([1, 2, 3].map(() => start(holder, { idempotencyKey })));
    const again = await start(holder, { idempotencyKey });
    const ids = new Set(
      [...answers, again].filter(({ status }) => status === 202).map(({ body }) => String(body.issuanceId)),
    );
    expect(ids.size).toBe(1);
    expect(await issuancesOf(holder.customerId)).toHaveLength(1);
    const other = await start(holder, { idempotencyKey, body: { balanceId: 'bal_other' } });
    expect([other.status, other.body.code]).toEqual([422, 'idempotency_key_reused']);
  });

  it('AN-03 refuses what could only fail later, each by its own code, and starts nothing', async () => {
    const { platform, tenant } = world;
    const verified = (await storeCustomer(platform, tenant, { level: 'full' })).customerId;
    const declared = (await storeCustomer(platform, tenant)).customerId;
    const closed = (await storeCustomer(platform, tenant, { level: 'full', status: 'closed' })).customerId;
    const foreign = await givenHolder(world, { tenant: (await givenProgram(platform)).tenant });
    const neighbour = await givenHolder(world);
    const frozen = (await storeCustomer(platform, tenant, { level: 'full' })).customerId;
    const frozenBalance = await givenBalance(world, frozen, { state: 'frozen' });
    const unknown = platform.ids.next('bal', tenant);
    const cases: readonly [Holder, number, string][] = [
      [{ customerId: platform.ids.next('cus', tenant), balanceId: unknown }, 404, 'customer_not_found'],
      [foreign, 404, 'customer_not_found'],
      [{ customerId: declared, balanceId: unknown }, 403, 'kyc_required'],
      [{ customerId: closed, balanceId: unknown }, 409, 'invalid_state'],
      [{ customerId: verified, balanceId: unknown }, 409, 'balance_required'],
      [{ ...neighbour, balanceId: foreign.balanceId }, 404, 'balance_not_found'],
      [{ ...neighbour, balanceId: frozenBalance.balanceId }, 404, 'balance_not_found'],
      [{ customerId: frozen, balanceId: frozenBalance.balanceId }, 409, 'invalid_state'],
    ];
    for (const [holder, status, code] of cases) {
      const answer = await start(holder);
      expect([answer.status, answer.body.code]).toEqual([status, code]);
      expect(await issuancesOf(holder.customerId)).toEqual([]);
    }
  });
});

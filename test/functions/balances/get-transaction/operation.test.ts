import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getTransaction } from '../../../../functions/balances/get-transaction/declaration.ts';
import { wire } from '../../../../functions/balances/get-transaction/handler.ts';
import type { HttpHandler } from '../../../../functions/kernel/operation/http-operation.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { givenProgram } from '../../../support/programs.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import { storeEvents } from '../../events/given-events.ts';
import { givenBalance, givenMovement } from '../given-movements.ts';

let platform: TestPlatform;
let handler: HttpHandler;
let tenant: TenantContext;
let balanceId: string;
let transactionId: string;

beforeAll(async () => {
  platform = await startTestPlatform();
  handler = wire(platform);
  ({ tenant } = await givenProgram(platform));
  balanceId = await givenBalance(platform, tenant);
  transactionId = await givenMovement(platform, tenant, { balanceId, minor: 4_200n });
});
afterAll(() => platform.stop());

const show = (id: string, of = tenant) =>
  call(handler, getTransaction, { as: { tenant: of }, params: { transactionId: id } });

describe('getTransaction', () => {
  itRefusesBadRequests({
    declaration: getTransaction,
    handler: () => handler,
    valid: async () => ({ as: { tenant }, params: { transactionId } }),
  });

  it('M-08 shows it as its balance lists it', async () => {
    const { status, body } = await show(transactionId);
    expect(status).toBe(200);
    expect(body).toEqual({
      transactionId,
      balanceId,
      type: 'load',
      status: 'posted',
      amount: { amount: 4_200, currency: 'INR' },
      reference: transactionId.replace('txn_', 'lod_'),
      createdAt: '2026-11-21T06:30:00.000Z',
    });
  });

  it('M-33 answers an unknown, a malformed and a foreign id, and one of another kind of event, alike', async () => {
    const { tenant: other } = await givenProgram(platform);
    const foreign = await givenMovement(platform, other, { balanceId: await givenBalance(platform, other) });
    const [event = ''] = await storeEvents(platform, tenant, [
      { type: 'card.locked', resourceId: 'crd_1', sequence: 1 },
    ]);
    const ids = [platform.ids.next('txn', tenant), 'txn_1', foreign, event.replace('evt_', 'txn_'), event];
    for (const id of ids) {
      const { status, body } = await show(id);
      expect([status, body.code, body.detail]).toEqual([404, 'transaction_not_found', 'There is no such resource.']);
    }
  });

  it('refuses a tenant that sees aggregated data only', async () => {
    const { tenant: restricted } = await givenProgram(platform, {}, { transactionData: 'aggregated_only' });
    const hidden = await givenMovement(platform, restricted, { balanceId: await givenBalance(platform, restricted) });
    const { status, body } = await show(hidden, restricted);
    expect([status, body.code]).toEqual([403, 'transaction_data_restricted']);
    expect(body).not.toHaveProperty('amount');
    expect((await show(platform.ids.next('txn', restricted), restricted)).status).toBe(404);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getDebit } from '../../../../functions/debits/get-debit/declaration.ts';
import { wire } from '../../../../functions/debits/get-debit/handler.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import type { DebitBench } from '../debit-bench.ts';
import { startDebitBench } from '../debit-bench.ts';

let bench: DebitBench;

beforeAll(async () => {
  bench = await startDebitBench();
});
afterAll(() => bench.stop());

const get = (debitId: string, tenant = bench.tenant) =>
  call(wire(bench.platform), getDebit, { as: { tenant }, params: { debitId }, idempotencyKey: null });

describe('getDebit', () => {
  itRefusesBadRequests({
    declaration: getDebit,
    handler: () => wire(bench.platform),
    valid: async () => ({ as: { tenant: bench.tenant }, params: { debitId: await bench.scheduled() } }),
  });

  it('SH-03 shows notice and attempts', async () => {
    const debitId = await bench.notified();
    const noticed = await get(debitId);
    expect(noticed.body).toMatchObject({ status: 'notified', notice: { status: 'delivered' }, attempts: [] });
    expect(noticed.body.notice.deliveredAt).toMatch(/Z$/);
    bench.until((await bench.now(debitId)).nextAttemptAt);
    await bench.submit(debitId);
    const { body } = await get(debitId);
    expect(body).toMatchObject({ status: 'succeeded', attempts: [{ status: 'captured' }] });
    expect(body.succeededAt).toMatch(/Z$/);
  });

  it('shows a customer the own debit and no other; a foreign tenant none', async () => {
    const debitId = await bench.scheduled();
    const { customerId } = await bench.now(debitId);
    const as = (customer: string) => ({ customer, of: bench.tenant });
    const request = { surface: 'customer' as const, params: { debitId } };
    const own = await call(wire(bench.platform), getDebit, { as: as(customerId), ...request });
    const stranger = await call(wire(bench.platform), getDebit, {
      as: as((await bench.mandate()).customerId),
      ...request,
    });
    expect([own.status, stranger.status, stranger.body.code]).toEqual([200, 404, 'debit_not_found']);
    expect((await get(debitId, await bench.platform.tenant())).status).toBe(404);
    expect((await get('dbt_nonsense')).status).toBe(404);
  });
});

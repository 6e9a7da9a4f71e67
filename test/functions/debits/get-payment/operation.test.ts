import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getPayment } from '../../../../functions/debits/get-payment/declaration.ts';
import { wire } from '../../../../functions/debits/get-payment/handler.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import type { DebitBench } from '../debit-bench.ts';
import { startDebitBench } from '../debit-bench.ts';

let bench: DebitBench;

beforeAll(async () => {
  bench = await startDebitBench();
});
afterAll(() => bench.stop());

const payment = async (): Promise<string> => {
  const { mandateId } = await bench.mandate();
  return String((await bench.create(mandateId, { amount: 15_000_01 })).body.paymentId);
};

describe('getPayment', () => {
  itRefusesBadRequests({
    declaration: getPayment,
    handler: () => wire(bench.platform),
    valid: async () => ({ as: { tenant: bench.tenant }, params: { paymentId: await payment() } }),
  });

  it('SH-22 shows the payment that stands in for a debit, and where its payer authenticates', async () => {
    const paymentId = await payment();
    const { status, body } = await call(wire(bench.platform), getPayment, {
      ...{ as: { tenant: bench.tenant }, params: { paymentId }, idempotencyKey: null },
    });
    expect([status, body.status]).toEqual([200, 'requires_authentication']);
    expect(body.debitId).toMatch(/^dbt_/);
    expect(body.authentication.type).toBe('upi_intent');
  });

  it('answers a foreign and an unknown payment alike', async () => {
    const paymentId = await payment();
    const other = await bench.platform.tenant();
    for (const as of [{ tenant: other }, { tenant: bench.tenant }]) {
      const id = as.tenant === other ? paymentId : bench.platform.ids.next('pmt', bench.tenant);
      const { status, body } = await call(wire(bench.platform), getPayment, {
        ...{ as, params: { paymentId: id }, idempotencyKey: null },
      });
      expect([status, body.code]).toEqual([404, 'payment_not_found']);
    }
  });
});

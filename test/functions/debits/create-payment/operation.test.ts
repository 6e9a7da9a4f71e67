import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPayment } from '../../../../functions/debits/create-payment/declaration.ts';
import { createPayment as creating } from '../../../../functions/debits/create-payment/operation.ts';
import { getPayment } from '../../../../functions/debits/get-payment/declaration.ts';
import { wire as wireGetPayment } from '../../../../functions/debits/get-payment/handler.ts';
import { httpOperation } from '../../../../functions/kernel/operation/http-operation.ts';
import type { Mandate } from '../../../../functions/mandates/domain/mandate.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import type { DebitBench } from '../debit-bench.ts';
import { startDebitBench } from '../debit-bench.ts';

let bench: DebitBench;

beforeAll(async () => {
  bench = await startDebitBench();
});
afterAll(() => bench.stop());

const handler = () => httpOperation(createPayment, bench.platform, creating(bench.deps));

const bodyFor = (mandateId: string, amount = 999_00) => ({
  mandateId,
  amount: { amount, currency: 'INR' },
  description: 'A domain',
});

const pay = ({ mandateId, customerId }: Mandate, amount?: number) =>
  call(handler(), createPayment, {
    ...{ as: { tenant: bench.tenant }, params: { customerId }, body: bodyFor(mandateId, amount) },
  });

const get = (paymentId: string) =>
  call(wireGetPayment(bench.platform), getPayment, {
    ...{ as: { tenant: bench.tenant }, params: { paymentId }, idempotencyKey: null },
  });

const hoursUntil = (at: string): number => (Date.parse(at) - bench.platform.clock.now().epochMilliseconds) / 3_600_000;

describe('createPayment', () => {
  itRefusesBadRequests({
    declaration: createPayment,
    handler,
    valid: async () => {
      const { mandateId, customerId } = await bench.mandate();
      return { as: { tenant: bench.tenant }, params: { customerId }, body: bodyFor(mandateId) };
    },
    required: ['mandateId', 'amount', 'description'],
    malformed: { amount: { amount: 0, currency: 'INR' }, description: '', reference: 'x'.repeat(65) },
  });

  it('rule 32 payments on the token do not make a mandate forget that its cycle was debited', async () => {
    const mandate = await bench.mandate({ method: 'card', frequency: 'yearly' });
    const first = await bench.notified(mandate);
    bench.until((await bench.now(first)).nextAttemptAt);
    await bench.submit(first);
    expect((await bench.now(first)).status).toBe('succeeded');
    for (let payments = 0; payments < 5; payments += 1) {
      const { debitId } = (await pay(mandate)).body;
      bench.until((await bench.now(debitId)).notifyAt);
      await bench.request(debitId);
      await bench.check(debitId);
      bench.until((await bench.now(debitId)).nextAttemptAt);
      await bench.submit(debitId);
      expect((await bench.now(debitId)).status).toBe('succeeded');
    }
    const second = await bench.create(mandate.mandateId);
    expect([second.status, second.body.code]).toEqual([409, 'cycle_used']);
  });

  it.each(['card', 'upi'] as const)(
    'SH-13 SH-15 collects once on the token of a recurring %s, and says that it comes in 24 to 48 hours',
    async (method) => {
      const mandate = await bench.mandate({ method, frequency: method === 'card' ? 'monthly' : 'as_presented' });
      const { status, body } = await pay(mandate);
      expect([status, body.status]).toEqual([201, 'scheduled']);
      expect(hoursUntil(body.expectedFrom)).toBeGreaterThanOrEqual(24);
      expect(hoursUntil(body.expectedBy)).toBeLessThanOrEqual(48);
      const { debitId } = body;
      bench.until((await bench.now(debitId)).notifyAt);
      bench.provider.noticesAre('delivered');
      await bench.request(debitId);
      await bench.check(debitId);
      bench.until((await bench.now(debitId)).nextAttemptAt);
      await bench.submit(debitId);
      expect((await get(body.paymentId)).body.status).toBe('succeeded');
    },
  );

  it('SH-22 lets the payer pay above the maximum on session, at once', async () => {
    const mandate = await bench.mandate({ maxAmount: { minor: 100_00n, currency: 'INR' } });
    const { status, body } = await pay(mandate, 100_01);
    expect([status, body.status]).toEqual([201, 'requires_authentication']);
    expect(body.authentication.url).toMatch(/:\/\//);
    const stored = await bench.deps.payments.find(bench.tenant, body.paymentId);
    bench.provider.authenticate(stored?.orderId ?? '', 'success');
    expect(await bench.hint(body.paymentId)).toBe('applied');
    expect((await get(body.paymentId)).body).toMatchObject({ status: 'succeeded' });
  });

  it('takes no cycle of a fixed UPI mandate: the payer pays on session', async () => {
    const mandate = await bench.mandate({ frequency: 'monthly' });
    const { body } = await pay(mandate);
    expect(body.status).toBe('requires_authentication');
    expect((await bench.mandateNow(mandate.mandateId)).openDebits).toEqual([]);
  });

  it('refuses a mandate that is not active, or is another customer’s', async () => {
    const paused = await bench.mandate({ status: 'paused' });
    expect((await pay(paused)).body.code).toBe('invalid_state');
    const [mine, other] = [await bench.mandate(), await bench.mandate()];
    const { status, body } = await pay({ ...mine, mandateId: other.mandateId });
    expect([status, body.code]).toEqual([404, 'mandate_not_found']);
  });
});

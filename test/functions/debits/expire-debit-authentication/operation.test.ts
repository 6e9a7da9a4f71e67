import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expireDebitAuthentication as declaration } from '../../../../functions/debits/expire-debit-authentication/declaration.ts';
import { expireDebitAuthentication } from '../../../../functions/debits/expire-debit-authentication/operation.ts';
import { timerOperation } from '../../../../functions/kernel/operation/task-operation.ts';
import { noContext } from '../../../support/trigger.ts';
import type { DebitBench } from '../debit-bench.ts';
import { startDebitBench } from '../debit-bench.ts';

let bench: DebitBench;

beforeAll(async () => {
  bench = await startDebitBench();
});
afterAll(() => bench.stop());

const fire = (payload: Readonly<Record<string, unknown>>) =>
  timerOperation(
    declaration,
    bench.platform,
    expireDebitAuthentication(bench.deps),
  )({ tenantId: bench.tenant.tenantId, payload }, noContext);

describe('expireDebitAuthentication', () => {
  it('abandons debit and payment when the link is over, and looks again while a payment is under way', async () => {
    const { mandateId } = await bench.mandate();
    const { body } = await bench.create(mandateId, { amount: 15_000_01 });
    const paymentId = String(body.paymentId);
    const payment = await bench.deps.payments.find(bench.tenant, paymentId);
    bench.provider.authenticate(payment?.orderId ?? '', 'success', { paymentStatus: 'pending' });
    bench.until(payment?.authentication?.expiresAt);
    await fire({ paymentId });
    expect([(await bench.now(body.debitId)).status, await bench.timersOf(paymentId)]).toEqual([
      'requires_authentication',
      ['expireDebitAuthentication'],
    ]);
    const remote = [...bench.provider.payments.values()].at(-1)?.paymentId ?? '';
    bench.provider.setPayment(remote, { status: 'failed' });
    await fire({ paymentId });
    expect((await bench.now(body.debitId)).status).toBe('abandoned');
    // A payer who pays all the same has paid.
    bench.provider.setPayment(remote, { status: 'captured' });
    expect(await bench.hint(paymentId)).toBe('applied');
    expect((await bench.now(body.debitId)).status).toBe('succeeded');
  });

  it('refuses a payload that is not its own, and one of a resource that is not there', async () => {
    await expect(fire({})).rejects.toThrow();
    await expect(fire({ paymentId: 'x_unknown' })).rejects.toMatchObject({ code: 'payment_not_found' });
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resolveDebit as declaration } from '../../../../functions/debits/resolve-debit/declaration.ts';
import { resolveDebit } from '../../../../functions/debits/resolve-debit/operation.ts';
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
    resolveDebit(bench.deps),
  )({ tenantId: bench.tenant.tenantId, payload }, noContext);

describe('resolveDebit', () => {
  it('SH-28 looks and asks for nothing; while nothing is known it looks again', async () => {
    const debitId = await bench.notified();
    bench.until((await bench.now(debitId)).nextAttemptAt);
    bench.provider.debitsAre('pending');
    await bench.submit(debitId);
    await fire({ debitId });
    expect([bench.asked(), (await bench.now(debitId)).status, await bench.timersOf(debitId)]).toEqual([
      1,
      'executing',
      ['resolveDebit'],
    ]);
    const payment = [...bench.provider.payments.values()].at(-1);
    bench.provider.setPayment(payment?.paymentId ?? '', { status: 'captured' });
    await fire({ debitId });
    await fire({ debitId });
    expect([bench.asked(), (await bench.now(debitId)).status]).toEqual([1, 'succeeded']);
  });

  it('a status that nobody has seen before is waited for, and rings', async () => {
    const debitId = await bench.notified();
    bench.until((await bench.now(debitId)).nextAttemptAt);
    bench.provider.debitsAre('pending');
    await bench.submit(debitId);
    const payment = [...bench.provider.payments.values()].at(-1);
    bench.provider.setPayment(payment?.paymentId ?? '', { isUnknownStatus: true });
    const before = bench.counted('payment_status_unknown');
    await fire({ debitId });
    expect((await bench.now(debitId)).status).toBe('executing');
    expect(bench.counted('payment_status_unknown')).toBe(before + 1);
  });

  it('refuses a payload that is not its own, and one of a resource that is not there', async () => {
    await expect(fire({})).rejects.toThrow();
    await expect(fire({ debitId: 'x_unknown' })).rejects.toMatchObject({ code: 'debit_not_found' });
  });
});

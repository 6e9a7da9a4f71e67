import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkNotice as declaration } from '../../../../functions/debits/check-notice/declaration.ts';
import { checkNotice } from '../../../../functions/debits/check-notice/operation.ts';
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
    checkNotice(bench.deps),
  )({ tenantId: bench.tenant.tenantId, payload }, noContext);

describe('checkNotice', () => {
  it('boundary case 7 takes over what the provider says, and looks again while it says nothing', async () => {
    const debitId = await bench.scheduled();
    bench.until((await bench.now(debitId)).notifyAt);
    await bench.request(debitId);
    await fire({ debitId });
    expect([(await bench.now(debitId)).status, await bench.timersOf(debitId)]).toEqual(['notifying', ['checkNotice']]);
    const deliveredAt = bench.platform.clock.now();
    bench.provider.setNotice((await bench.now(debitId)).notice?.orderId ?? '', { status: 'delivered', deliveredAt });
    await fire({ debitId });
    expect([(await bench.now(debitId)).status, await bench.timersOf(debitId)]).toEqual(['notified', ['submitDebit']]);
    const { sequence } = await bench.now(debitId);
    await fire({ debitId });
    expect((await bench.now(debitId)).sequence).toBe(sequence);
  });

  it('2.2 a notice in a status that nobody has seen before is waited for, and rings', async () => {
    const debitId = await bench.scheduled();
    bench.until((await bench.now(debitId)).notifyAt);
    await bench.request(debitId);
    const orderId = (await bench.now(debitId)).notice?.orderId ?? '';
    bench.provider.setNotice(orderId, { status: 'pending', isUnknownStatus: true });
    const before = bench.counted('payment_status_unknown');
    await fire({ debitId });
    expect([(await bench.now(debitId)).status, bench.counted('payment_status_unknown')]).toEqual([
      'notifying',
      before + 1,
    ]);
  });

  it('refuses a payload that is not its own, and one of a resource that is not there', async () => {
    await expect(fire({})).rejects.toThrow();
    await expect(fire({ debitId: 'x_unknown' })).rejects.toMatchObject({ code: 'debit_not_found' });
  });
});

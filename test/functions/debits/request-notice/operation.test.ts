import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requestNotice as declaration } from '../../../../functions/debits/request-notice/declaration.ts';
import { requestNotice } from '../../../../functions/debits/request-notice/operation.ts';
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
    requestNotice(bench.deps),
  )({ tenantId: bench.tenant.tenantId, payload }, noContext);

describe('requestNotice', () => {
  it('SH-03 orders the notice once, however often it fires, and not before its time', async () => {
    const debitId = await bench.scheduled();
    await fire({ debitId });
    expect((await bench.now(debitId)).status).toBe('scheduled');
    bench.until((await bench.now(debitId)).notifyAt);
    await Promise.all([fire({ debitId }), fire({ debitId })]);
    await fire({ debitId });
    const { status, notice } = await bench.now(debitId);
    expect([status, notice?.number]).toEqual(['notifying', 1]);
    expect([...bench.provider.orders.values()].filter(({ orderId }) => orderId === notice?.orderId)).toHaveLength(1);
    expect(bench.provider.orders.size).toBe(1);
  });

  it('announces nothing on a mandate that is paused or withdrawn', async () => {
    const mandate = await bench.mandate();
    const debitId = await bench.scheduled(mandate);
    await bench.changeMandate(mandate.mandateId, { status: 'paused' });
    bench.until((await bench.now(debitId)).notifyAt);
    await fire({ debitId });
    expect((await bench.now(debitId)).status).toBe('blocked');
  });

  it('ends the debit when the provider refuses for good, and is tried again when it is silent', async () => {
    const debitId = await bench.scheduled();
    bench.until((await bench.now(debitId)).notifyAt);
    bench.provider.fail('openNotice', 'before');
    await expect(fire({ debitId })).rejects.toMatchObject({ code: 'temporarily_unavailable' });
    bench.provider.fail('openNotice', { class: 'mandate_dead', reason: 'mandate_cancelled' });
    await fire({ debitId });
    const { status, endReason } = await bench.now(debitId);
    expect([status, endReason]).toEqual(['failed', 'mandate_cancelled']);
  });

  it('refuses a payload that is not its own, and one of a resource that is not there', async () => {
    await expect(fire({})).rejects.toThrow();
    await expect(fire({ debitId: 'x_unknown' })).rejects.toMatchObject({ code: 'debit_not_found' });
  });
});

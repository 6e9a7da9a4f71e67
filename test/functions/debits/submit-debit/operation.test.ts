import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { submitDebit as declaration } from '../../../../functions/debits/submit-debit/declaration.ts';
import { submitDebit } from '../../../../functions/debits/submit-debit/operation.ts';
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
    submitDebit(bench.deps),
  )({ tenantId: bench.tenant.tenantId, payload }, noContext);

describe('submitDebit', () => {
  it('SH-28 asks once, however often it fires at once and afterwards', async () => {
    const debitId = await bench.notified();
    bench.until((await bench.now(debitId)).nextAttemptAt);
    await Promise.all([fire({ debitId }), fire({ debitId }), fire({ debitId })]);
    await fire({ debitId });
    expect([bench.asked(), (await bench.now(debitId)).status]).toEqual([1, 'succeeded']);
  });

  it('leaves what it could not look at to the timer that looks', async () => {
    const debitId = await bench.notified();
    bench.until((await bench.now(debitId)).nextAttemptAt);
    bench.provider.fail('paymentsOf', 'before');
    await fire({ debitId });
    expect([(await bench.now(debitId)).status, await bench.timersOf(debitId)]).toEqual(['executing', ['resolveDebit']]);
    await bench.resolve(debitId);
    expect((await bench.now(debitId)).status).toBe('succeeded');
  });

  it('boundary case 8: what was announced for a token is not asked for with the one that took its place', async () => {
    const mandate = await bench.mandate();
    const debitId = await bench.notified(mandate);
    bench.until((await bench.now(debitId)).nextAttemptAt);
    bench.provider.debitsAre({ failed: { class: 'transient', reason: 'psp_timeout' } });
    await fire({ debitId });
    bench.provider.debitsAre('captured');
    await bench.changeMandate(mandate.mandateId, { remote: { ...mandate.remote, tokenId: 'token_of_a_modification' } });
    const before = bench.asked();
    bench.until((await bench.now(debitId)).nextAttemptAt);
    await fire({ debitId });
    const { status, endReason } = await bench.now(debitId);
    expect([bench.asked() - before, status, endReason]).toEqual([0, 'failed', 'content_changed']);
  });

  it('refuses a payload that is not its own, and one of a resource that is not there', async () => {
    await expect(fire({})).rejects.toThrow();
    await expect(fire({ debitId: 'x_unknown' })).rejects.toMatchObject({ code: 'debit_not_found' });
  });
});

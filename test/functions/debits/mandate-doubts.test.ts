import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDebits } from '../../../functions/debits/open-debits.ts';
import { timerOperation } from '../../../functions/kernel/operation/task-operation.ts';
import { followMandate } from '../../../functions/mandates/follow-mandate/declaration.ts';
import { followMandate as following } from '../../../functions/mandates/follow-mandate/operation.ts';
import type { ProviderToken } from '../../../functions/mandates/ports/payment-provider.ts';
import { mandateDependencies } from '../../../functions/mandates/wire-mandate-stores.ts';
import { noContext } from '../../support/trigger.ts';
import type { DebitBench } from './debit-bench.ts';
import { startDebitBench } from './debit-bench.ts';
import { mandateWithToken } from './given-token.ts';

let bench: DebitBench;

beforeAll(async () => {
  bench = await startDebitBench();
});
afterAll(() => bench.stop());

/** Fires the timer with which a mandate looks at its token, if there is one. */
const followed = async (mandateId: string) => {
  const timers = await bench.timersOf(mandateId);
  const deps = mandateDependencies(bench.platform, { payments: bench.provider, openDebits: openDebits(bench.deps) });
  const follow = timerOperation(followMandate, bench.platform, following(deps));
  if (timers.includes('followMandate')) {
    await follow({ tenantId: bench.tenant.tenantId, payload: { mandateId } }, noContext);
  }
  const { status, endReason, openDebits: open } = await bench.mandateNow(mandateId);
  return { status, endReason, open };
};

const due = async (debitId: string): Promise<void> => {
  bench.until((await bench.now(debitId)).nextAttemptAt);
};

describe('a mandate that may be dead', () => {
  it('regulation 2.6 looks at its token after a debit failed so, and ends with its other debits', async () => {
    const mandate = await mandateWithToken(bench);
    const { mandateId, tokenId } = mandate;
    const debitId = await bench.notified(mandate);
    const other = await bench.scheduled(mandate);
    await due(debitId);
    bench.provider.debitsAre({ failed: { class: 'mandate_dead', reason: 'mandate_cancelled' } });
    await bench.submit(debitId);
    bench.provider.debitsAre('captured');
    expect(await bench.now(debitId)).toMatchObject({ status: 'failed', endReason: 'mandate_cancelled' });
    bench.provider.setToken(tokenId, { status: 'cancelled' });
    expect(await followed(mandateId)).toEqual({ status: 'cancelled', endReason: 'cancelled_by_payer', open: [] });
    expect(await bench.now(other)).toMatchObject({ status: 'cancelled', endReason: 'mandate_withdrawn' });
  });

  it('regulation 2.6 lives on when the token does, whatever a debit’s failure says', async () => {
    const mandate = await mandateWithToken(bench);
    const { mandateId } = mandate;
    const debitId = await bench.notified(mandate);
    const other = await bench.scheduled(mandate);
    await due(debitId);
    bench.provider.debitsAre({ failed: { class: 'mandate_dead', reason: 'bank_account_invalid' } });
    await bench.submit(debitId);
    bench.provider.debitsAre('captured');
    expect(await bench.timersOf(mandateId)).toContain('followMandate');
    expect((await followed(mandateId)).status).toBe('active');
    expect((await bench.now(other)).status).toBe('scheduled');
  });

  it('regulation 2.6 looks at its token after a notice was refused so', async () => {
    const mandate = await mandateWithToken(bench);
    const { mandateId, tokenId } = mandate;
    const debitId = await bench.scheduled(mandate);
    bench.until((await bench.now(debitId)).notifyAt);
    bench.provider.fail('openNotice', { class: 'mandate_dead', reason: 'mandate_not_active' });
    await bench.request(debitId);
    expect(await bench.now(debitId)).toMatchObject({ status: 'failed', endReason: 'mandate_not_active' });
    bench.provider.setToken(tokenId, { status: 'cancelled' });
    expect((await followed(mandateId)).status).toBe('cancelled');
  });

  it('does not look after a failure that says nothing of it', async () => {
    const mandate = await mandateWithToken(bench);
    const { mandateId } = mandate;
    const debitId = await bench.notified(mandate);
    await due(debitId);
    bench.provider.debitsAre({ failed: { class: 'limit', reason: 'per_transaction_limit_exceeded' } });
    await bench.submit(debitId);
    bench.provider.debitsAre('captured');
    expect(await bench.timersOf(mandateId)).not.toContain('followMandate');
  });
});

describe('a token that the payer changed in the app, without a word to us', () => {
  const endings: readonly [ProviderToken['status'], string, string, string][] = [
    ['paused', 'blocked', 'mandate_paused', 'paused'],
    ['cancelled', 'cancelled', 'mandate_withdrawn', 'cancelled'],
    ['cancellation_initiated', 'cancelled', 'mandate_withdrawn', 'cancellation_pending'],
    ['expired', 'blocked', 'mandate_expired', 'expired'],
  ];

  it.each(endings)('regulation 1.4 %s: the debit is %s (%s), the mandate %s', async (...row) => {
    const [token, status, why, becomes] = row;
    const mandate = await mandateWithToken(bench);
    const { mandateId, tokenId } = mandate;
    const debitId = await bench.notified(mandate);
    await due(debitId);
    const before = bench.asked();
    bench.provider.setToken(tokenId, { status: token });
    await bench.submit(debitId);
    expect(await bench.now(debitId)).toMatchObject({ status, endReason: why });
    expect(bench.asked() - before).toBe(0);
    expect(await followed(mandateId)).toMatchObject({ status: becomes, open: [] });
  });

  it.each(['before', { class: 'request_wrong', reason: 'bad_request' }] as const)(
    'goes on when nobody tells of the token (%j): the network holds the debit against it',
    async (fault) => {
      const mandate = await mandateWithToken(bench);
      const debitId = await bench.notified(mandate);
      await due(debitId);
      bench.provider.fail('readToken', fault);
      await bench.submit(debitId);
      expect((await bench.now(debitId)).status).toBe('succeeded');
    },
  );

  it('is read once per attempt', async () => {
    const mandate = await mandateWithToken(bench);
    const debitId = await bench.notified(mandate);
    await due(debitId);
    const reads = () => bench.provider.calls.filter(({ step }) => step === 'readToken').length;
    const before = reads();
    await bench.submit(debitId);
    expect([reads() - before, (await bench.now(debitId)).status]).toEqual([1, 'succeeded']);
  });
});

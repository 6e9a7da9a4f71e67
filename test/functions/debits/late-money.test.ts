import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemContext } from '../../../functions/kernel/operation/system-context.ts';
import { listProviderWaits } from '../../../functions/kernel/persistence/provider-waits.ts';
import { debitSignals } from '../../../functions/debits/payment-signals.ts';
import { pollPayments } from '../../../functions/recovery/poll-payments/operation.ts';
import type { DebitBench } from './debit-bench.ts';
import { startDebitBench } from './debit-bench.ts';

let bench: DebitBench;

beforeAll(async () => {
  bench = await startDebitBench();
});
afterAll(() => bench.stop());

/** One run of the poller, on real time that goes with the tenant's. */
const poll = async (): Promise<void> => {
  const { platform, tenant, deps } = bench;
  await pollPayments({
    tenants: { each: (visit) => visit(tenant) },
    waits: { list: (of) => listProviderWaits(platform.table, of) },
    signals: debitSignals(deps),
    contextOf: (of) => systemContext(platform, { tenant: of, operation: 'pollPayments', requestId: 'req_poll' }),
    ...{ meter: platform.meter, log: platform.log, clock: platform.clock },
  })();
};

const isWaiting = async (resourceId: string): Promise<boolean> =>
  (await listProviderWaits(bench.platform.table, bench.tenant)).some((wait) => wait.resourceId === resourceId);

/** Runs of the poller for as long, every quarter of an hour. @returns how often the provider was asked about the order */
const pollFor = async (hours: number, orderId: string): Promise<number> => {
  const asked = () =>
    bench.provider.calls.filter(({ step, about }) => step === 'paymentsOf' && about === orderId).length;
  const before = asked();
  for (let quarter = 0; quarter < hours * 4; quarter += 1) {
    bench.platform.clock.advance({ minutes: 15 });
    await poll();
  }
  return asked() - before;
};

const dead = { failed: { class: 'risk', reason: 'payment_risk_check_failed' } } as const;

/** A debit that was asked for and has failed for good. */
const failedDebit = async () => {
  const debitId = await bench.notified();
  bench.until((await bench.now(debitId)).nextAttemptAt);
  bench.provider.debitsAre(dead);
  await bench.submit(debitId);
  bench.provider.debitsAre('captured');
  const { notice, status } = await bench.now(debitId);
  expect(status).toBe('failed');
  const payment = [...bench.provider.payments.values()].at(-1);
  return { debitId, orderId: notice?.orderId ?? '', remote: payment?.paymentId ?? '' };
};

/** A payment on session that its payer did not make. */
const abandoned = async () => {
  const { mandateId } = await bench.mandate();
  const { body } = await bench.create(mandateId, { amount: 15_000_01 });
  const paymentId = String(body.paymentId);
  const payment = await bench.deps.payments.find(bench.tenant, paymentId);
  bench.until(payment?.authentication?.expiresAt);
  await bench.expire(paymentId);
  return { paymentId, debitId: String(body.debitId), orderId: payment?.orderId ?? '' };
};

const paymentNow = async (paymentId: string) => bench.deps.payments.find(bench.tenant, paymentId);

const attentions = (resourceId: string) =>
  bench.platform
    .logLines()
    .filter((line) => line.includes('debit_needs_attention') && line.includes(resourceId))
    .map((line) => (JSON.parse(line) as { code?: string }).code);

describe('Money that is captured after its debit has ended, and of which no webhook tells', () => {
  it('I7 is found by the poller: the debit has succeeded after all, late, and somebody is told', async () => {
    const { debitId, orderId, remote } = await failedDebit();
    expect(await isWaiting(debitId)).toBe(true);
    await pollFor(30, orderId);
    expect((await bench.now(debitId)).status).toBe('failed');
    bench.provider.setPayment(remote, { status: 'captured', failure: undefined });
    await pollFor(6, orderId);
    expect((await bench.now(debitId)).status).toBe('succeeded');
    expect((await bench.dataOf(debitId)).at(-1)).toMatchObject({ status: 'succeeded', late: true });
    expect(attentions(debitId)).toContain('captured_late');
    expect(await isWaiting(debitId)).toBe(false);
  });

  it('I7 is looked for ever more seldom, for five days after the last attempt, and no longer', async () => {
    const { debitId, orderId, remote } = await failedDebit();
    const { sequence } = await bench.now(debitId);
    const perDay: number[] = [];
    for (let day = 0; day < 7; day += 1) perDay.push(await pollFor(24, orderId));
    const [first = 0, ...others] = perDay;
    expect(first).toBeLessThanOrEqual(32);
    expect(Math.max(...others)).toBeLessThanOrEqual(5);
    expect(perDay.slice(-1)).toEqual([0]);
    expect(await isWaiting(debitId)).toBe(false);
    const after = await bench.now(debitId);
    expect([after.status, after.sequence]).toEqual(['failed', sequence + 1]);
    // The provider's word counts all the same, whenever it comes.
    bench.provider.setPayment(remote, { status: 'captured', failure: undefined });
    await bench.hint(debitId);
    expect((await bench.now(debitId)).status).toBe('succeeded');
  }, 60_000);

  it('goes on being looked for while the provider has it under way', async () => {
    const { debitId, orderId, remote } = await failedDebit();
    bench.provider.setPayment(remote, { status: 'authorized', failure: undefined });
    await pollFor(130, orderId);
    expect(await isWaiting(debitId)).toBe(true);
    bench.provider.setPayment(remote, { status: 'captured' });
    await pollFor(6, orderId);
    expect((await bench.now(debitId)).status).toBe('succeeded');
  }, 60_000);

  it('is not looked for where the money was never asked for', async () => {
    const withoutOrder = await bench.scheduled();
    await bench.skip(await bench.now(withoutOrder));
    const withNotice = await bench.notified();
    await bench.skip(await bench.now(withNotice));
    expect([(await bench.now(withoutOrder)).status, (await bench.now(withNotice)).status]).toEqual([
      'skipped',
      'opted_out',
    ]);
    expect([await isWaiting(withoutOrder), await isWaiting(withNotice)]).toEqual([false, false]);
  });

  it('is not looked for once the provider does not know the order any more', async () => {
    const { debitId, orderId } = await failedDebit();
    bench.platform.clock.advance({ hours: 24 * 5 });
    bench.provider.fail('paymentsOf', { class: 'other', reason: 'unknown_reason' });
    await pollFor(6, orderId);
    expect([await isWaiting(debitId), (await bench.now(debitId)).status]).toEqual([false, 'failed']);
    // Where something is under way, it is no reason to stop.
    const asking = await bench.notified();
    bench.until((await bench.now(asking)).nextAttemptAt);
    bench.provider.debitsAre('pending');
    await bench.submit(asking);
    bench.provider.debitsAre('captured');
    bench.provider.fail('paymentsOf', { class: 'other', reason: 'unknown_reason' });
    await expect(bench.hint(asking)).rejects.toMatchObject({ code: 'payment_refused' });
    expect(await isWaiting(asking)).toBe(true);
  });
});

describe('Money that is captured after its payment on session was given up, and of which no webhook tells', () => {
  it('I7 is found by the poller, with the debit that it stands in for', async () => {
    const { paymentId, debitId, orderId } = await abandoned();
    expect(await isWaiting(paymentId)).toBe(true);
    bench.provider.authenticate(orderId, 'success');
    await pollFor(7, orderId);
    expect([(await paymentNow(paymentId))?.status, (await bench.now(debitId)).status]).toEqual([
      'succeeded',
      'succeeded',
    ]);
    expect((await bench.dataOf(paymentId)).at(-1)).toMatchObject({ status: 'succeeded', late: true });
    expect(attentions(debitId)).toContain('captured_late');
    expect([await isWaiting(paymentId), await isWaiting(debitId)]).toEqual([false, false]);
  });

  it('I7 is looked for until five days after the link was over, and no longer', async () => {
    const { paymentId, orderId } = await abandoned();
    await pollFor(4 * 24, orderId);
    expect(await isWaiting(paymentId)).toBe(true);
    await pollFor(36, orderId);
    expect([await isWaiting(paymentId), (await paymentNow(paymentId))?.status]).toEqual([false, 'abandoned']);
    expect(await pollFor(24, orderId)).toBe(0);
    bench.provider.authenticate(orderId, 'success');
    await bench.hint(paymentId);
    expect((await paymentNow(paymentId))?.status).toBe('succeeded');
  }, 60_000);
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { skipDebit } from '../../../../functions/debits/skip-debit/declaration.ts';
import { wire } from '../../../../functions/debits/skip-debit/handler.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import type { DebitBench } from '../debit-bench.ts';
import { startDebitBench } from '../debit-bench.ts';

let bench: DebitBench;

beforeAll(async () => {
  bench = await startDebitBench();
});
afterAll(() => bench.stop());

describe('skipDebit', () => {
  itRefusesBadRequests({
    declaration: skipDebit,
    handler: () => wire(bench.platform),
    valid: async () => {
      const { debitId, customerId } = await bench.now(await bench.scheduled());
      return { as: { customer: customerId, of: bench.tenant }, params: { debitId }, idempotencyKey: randomUUID() };
    },
  });

  it('skips a debit that is not announced yet, frees its slot and takes its timer away', async () => {
    const mandate = await bench.mandate({ frequency: 'monthly' });
    const debitId = await bench.scheduled(mandate);
    const { status, body } = await bench.skip(await bench.now(debitId));
    expect([status, body.status]).toEqual([200, 'skipped']);
    expect(await bench.timersOf(debitId)).toEqual([]);
    expect((await bench.mandateNow(mandate.mandateId)).openDebits).toEqual([]);
    expect((await bench.create(mandate.mandateId)).status).toBe(201);
  });

  it('opts out of a debit that was announced: it is never asked for, and the proof is kept', async () => {
    const debitId = await bench.notified();
    const { nextAttemptAt, ...debit } = await bench.now(debitId);
    const { body } = await bench.skip(debit);
    expect(body.status).toBe('opted_out');
    const before = bench.asked();
    bench.until(nextAttemptAt);
    await bench.submit(debitId);
    expect(bench.asked() - before).toBe(0);
    expect((await bench.now(debitId)).optOut?.reference).toMatch(/^ins_/);
    const again = await bench.skip(debit);
    expect([again.status, again.body.status]).toEqual([200, 'opted_out']);
  });

  it('refuses while the money is being asked for, and once it is in', async () => {
    const debitId = await bench.notified();
    bench.until((await bench.now(debitId)).nextAttemptAt);
    bench.provider.debitsAre('pending');
    await bench.submit(debitId);
    bench.provider.debitsAre('captured');
    const executing = await bench.skip(await bench.now(debitId));
    expect([executing.status, executing.body.code]).toEqual([409, 'invalid_state']);
  });

  it('SH-28 of a skip and a submission at once one wins', async () => {
    const debitId = await bench.notified();
    const debit = await bench.now(debitId);
    bench.until(debit.nextAttemptAt);
    const before = bench.asked();
    const [skipped] = await Promise.all([bench.skip(debit), bench.submit(debitId)]);
    const { status } = await bench.now(debitId);
    expect([status, bench.asked() - before, skipped.status]).toEqual(
      status === 'opted_out' ? ['opted_out', 0, 200] : ['succeeded', 1, 409],
    );
  });

  it('answers a stranger’s debit like an unknown one', async () => {
    const debitId = await bench.scheduled();
    const { customerId } = await bench.mandate();
    const { status, body } = await call(wire(bench.platform), skipDebit, {
      ...{ as: { customer: customerId, of: bench.tenant }, params: { debitId } },
    });
    expect([status, body.code]).toEqual([404, 'debit_not_found']);
  });
});

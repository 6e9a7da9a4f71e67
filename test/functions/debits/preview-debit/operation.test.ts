import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { previewDebit } from '../../../../functions/debits/preview-debit/declaration.ts';
import { wire } from '../../../../functions/debits/preview-debit/handler.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import type { DebitBench } from '../debit-bench.ts';
import { startDebitBench } from '../debit-bench.ts';

let bench: DebitBench;

beforeAll(async () => {
  bench = await startDebitBench();
});
afterAll(() => bench.stop());

const body = (amount = 499_00) => ({
  amount: { amount, currency: 'INR' },
  dueAt: bench.platform.clock.now().add({ hours: 30 }).toString(),
});

const preview = (mandateId: string, amount?: number) =>
  call(wire(bench.platform), previewDebit, { as: { tenant: bench.tenant }, params: { mandateId }, body: body(amount) });

describe('previewDebit', () => {
  itRefusesBadRequests({
    declaration: previewDebit,
    handler: () => wire(bench.platform),
    valid: async () => ({
      as: { tenant: bench.tenant },
      params: { mandateId: (await bench.mandate()).mandateId },
      body: body(),
    }),
    required: ['amount', 'dueAt'],
    malformed: { amount: { amount: -1, currency: 'INR' }, dueAt: '2026-13-01' },
  });

  it('SH-02 SH-33 says what createDebit would decide, and makes nothing', async () => {
    const { mandateId } = await bench.mandate();
    const said = await preview(mandateId);
    expect(said.status).toBe(200);
    expect(said.body).toMatchObject({
      requiresAuthentication: false,
      limits: { afaFreeCeiling: { amount: 15_000_00 } },
    });
    const made = await bench.create(mandateId);
    expect([made.body.notifyAt, made.body.earliestDebitAt]).toEqual([said.body.notifyAt, said.body.earliestDebitAt]);
    expect((await bench.mandateNow(mandateId)).openDebits).toHaveLength(1);
  });

  it('boundary case 2 says that 15,000.01 needs the payer, and why', async () => {
    const { mandateId } = await bench.mandate();
    const { body: said } = await preview(mandateId, 15_000_01);
    expect([said.requiresAuthentication, said.cause]).toEqual([true, 'above_ceiling']);
  });

  it('refuses a mandate that is not active, and a foreign one', async () => {
    const { mandateId } = await bench.mandate({ status: 'paused' });
    expect((await preview(mandateId)).body.code).toBe('invalid_state');
    const other = await bench.platform.tenant();
    const foreign = await call(wire(bench.platform), previewDebit, {
      ...{ as: { tenant: other }, params: { mandateId }, body: body() },
    });
    expect([foreign.status, foreign.body.code]).toEqual([404, 'mandate_not_found']);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { previewDebit } from '../../../../functions/debits/preview-debit/declaration.ts';
import { wire } from '../../../../functions/debits/preview-debit/handler.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { seeLimits } from '../../mandates/given-limits.ts';
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

  it('SH-19 SH-21 names what is likely to pass the payer’s bank and app, whose limit that is, and whose word', async () => {
    const remote = { customerId: 'cust_1', tokenId: 'token_1', bank: 'PREVIEW', app: 'preview' };
    const { mandateId } = await bench.mandate({ remote });
    const limits = async (): Promise<unknown> => (await preview(mandateId)).body.limits;
    expect(await limits()).toMatchObject({
      ...{ suggestedMaximum: { amount: 5_000_00 }, source: 'assumed', limitingFactor: 'bankRecurring' },
    });
    await seeLimits(bench.platform, bench.tenant, { bank: 'preview', rupees: 9_000 });
    await seeLimits(bench.platform, bench.tenant, { app: 'preview', rupees: 8_000 });
    expect(await limits()).toMatchObject({
      ...{ maxAmount: { amount: 50_000_00 }, suggestedMaximum: { amount: 8_000_00, currency: 'INR' } },
      ...{ source: 'observed', limitingFactor: 'appRecurring' },
    });
    const allowed = await preview(mandateId, 12_000_00);
    expect([allowed.status, allowed.body.requiresAuthentication]).toEqual([200, false]);
    const inr = (rupees: number) => ({ minor: BigInt(rupees) * 100n, currency: 'INR' as const });
    const knownLimits = { bankRecurring: inr(9_000), bankDaily: inr(3_000), appRecurring: inr(9_000) };
    const declared = await bench.mandate({ remote, knownLimits });
    expect((await preview(declared.mandateId)).body.limits).toMatchObject({
      ...{ suggestedMaximum: { amount: 3_000_00 }, source: 'declared', limitingFactor: 'bankDaily' },
    });
    const card = await bench.mandate({ method: 'card', limitKind: 'soft' });
    expect((await preview(card.mandateId)).body.limits).toEqual({
      maxAmount: { amount: 50_000_00, currency: 'INR' },
      afaFreeCeiling: { amount: 15_000_00, currency: 'INR' },
      suggestedMaximum: { amount: 15_000_00, currency: 'INR' },
    });
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

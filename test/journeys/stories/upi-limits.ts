import { expect } from 'vitest';
import * as z from 'zod';
import type { Story } from '../platform.ts';
import { answered } from '../support/caller.ts';
import { eventually } from '../support/eventually.ts';
import {
  activeMandate,
  advanceHours,
  debitOnce,
  mandateOf,
  mandateTerms,
  payerOf,
  plannedDebit,
} from '../support/mandates.ts';
import { inr } from '../support/money.ts';

const asked = z.looseObject({
  limits: z.looseObject({
    suggestedMaximum: z.object({ amount: z.int(), currency: z.literal('INR') }),
    source: z.string(),
    limitingFactor: z.string(),
  }),
  warnings: z.array(z.looseObject({ code: z.string() })).optional(),
});

const learned: Story = {
  title:
    'SH-19 SH-21 after a debit of INR 8,000 by UPI the next mandate is suggested INR 8,000, and after a refusal for a limit less again',
  run: async (platform) => {
    const payer = await payerOf(platform, 'Tungabhadra Fibre');
    const { backend, customerId } = payer;
    const next = async (maxAmount: number) => {
      const body = mandateTerms({ method: 'upi', maxAmount: inr(maxAmount) });
      return answered(await backend.post(`/secure/customers/${customerId}/mandates`, body), 201, asked);
    };
    const suggestedOnce = (source: string, amount: number) =>
      eventually(`INR ${amount / 100} to be ${source}`, async () => {
        const { limits } = asked.parse(await mandateOf(payer, mandateId));
        return limits.source === source && limits.suggestedMaximum.amount === amount ? limits : undefined;
      });
    expect(await next(8_000_00)).toMatchObject({
      limits: { suggestedMaximum: inr(5_000_00), source: 'assumed', limitingFactor: 'bankRecurring' },
      warnings: [{ code: 'above_suggested_maximum' }],
    });
    const { mandateId } = await activeMandate(payer, { method: 'upi', maxAmount: inr(8_000_00) });
    const { debitId } = await plannedDebit(payer, mandateId, { amount: 8_000_00, hours: 30 });
    await advanceHours(payer, 60);
    await debitOnce(payer, debitId, 'succeeded');
    expect(await suggestedOnce('observed', 8_000_00)).toMatchObject({ known: false });
    const seen = await next(8_000_00);
    expect([seen.limits.suggestedMaximum, seen.warnings]).toEqual([inr(8_000_00), undefined]);

    const refused = await plannedDebit(payer, mandateId, { amount: 8_000_00, hours: 30 });
    const outcome = { outcome: 'failed', reason: 'limit_exceeded_remitting_bank' };
    answered(await backend.post(`/sandbox/debits/${refused.debitId}/outcome`, outcome), 201, z.looseObject({}));
    await advanceHours(payer, 60);
    await debitOnce(payer, refused.debitId, 'failed');
    const fallen = await suggestedOnce('assumed', 5_000_00);
    expect(fallen.limitingFactor).toBe('bankRecurring');
    expect(await next(8_000_00)).toMatchObject({ warnings: [{ code: 'above_suggested_maximum' }] });
  },
};

export const upiLimitStories: readonly Story[] = [learned];

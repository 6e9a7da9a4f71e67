import { fromWire } from '../../kernel/money/money.ts';
import type { OperationContext } from '../../kernel/operation/context.ts';
import type { QueueUseCase } from '../../kernel/operation/queue-operation.ts';
import { fromTimestamp } from '../../kernel/time/clock.ts';
import { observationsOf } from '../domain/limit-news.ts';
import type { PaymentLimits } from '../ports/payment-limits.ts';
import type { learnPaymentLimits as declaration } from './declaration.ts';

interface Dependencies {
  readonly limits: Pick<PaymentLimits, 'note'>;
  readonly contextOf: (tenantId: string, requestId: string) => Promise<OperationContext>;
}

/**
 * Notes what a registration or a debit has shown of the limits of its payer's bank and app (SH-19, SH-21), by the time of
 * the event: one that comes late, twice, or beside others leads to the same.
 */
export const learnPaymentLimits =
  ({ limits, contextOf }: Dependencies): QueueUseCase<typeof declaration> =>
  async ({ message: { detail }, messageId }) => {
    const { type, createdAt, tenantId, data } = detail;
    const { method, bank, app, reason, attempt: attempts = 0 } = data;
    const amount = fromWire('amount' in data ? data.amount : data.maxAmount);
    const at = fromTimestamp(createdAt);
    const observations = observationsOf({ type, at, method, bank, app, reason, attempts, amount });
    if (observations.length === 0) return;
    const { tenant } = await contextOf(tenantId, messageId);
    await Promise.all(observations.map((one) => limits.note(tenant, one)));
  };

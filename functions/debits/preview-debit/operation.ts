import { fromWire, toWire } from '../../kernel/money/money.ts';
import type { OperationContext } from '../../kernel/operation/context.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import { fromTimestamp, toTimestamp } from '../../kernel/time/clock.ts';
import type { PaymentLimits } from '../../mandates/ports/payment-limits.ts';
import { mandateMaximum } from '../../policies/mandate-terms.ts';
import type { ObservedLimits } from '../../policies/payer-limits.ts';
import { dayOf } from '../../policies/window.ts';
import type { Debiting, Mandate } from '../debiting.ts';
import { loadMandate } from '../debiting.ts';
import { decideDebit } from '../domain/plan-debit.ts';
import type { previewDebit as declaration } from './declaration.ts';

/** What the payer's bank and app are likely to let pass today, and which of their limits is the smallest (SH-19). */
const passing = ({ clock }: OperationContext, mandate: Mandate, observed: ObservedLimits) => {
  const { method, category, knownLimits } = mandate;
  const on = dayOf(clock.now());
  const { suggested, limiting } = mandateMaximum({ method, category, knownLimits, observed, on });
  return {
    suggestedMaximum: toWire(suggested),
    ...(limiting === undefined ? {} : { source: limiting.source, limitingFactor: limiting.factor }),
  };
};

/**
 * Says what createDebit would decide, by the same rules and refusals: when the notice would go out, the earliest lawful
 * moment, and whether the payer would have to authenticate (SH-02, regulation.md 1.3, 1.4). Beside it stands what is likely
 * to pass the payer's bank and app, which decides nothing.
 */
export const previewDebit =
  (
    deps: Pick<Debiting, 'mandates' | 'ids' | 'unitOfWork'> & { readonly limits: Pick<PaymentLimits, 'of'> },
  ): HttpUseCase<typeof declaration> =>
  async ({ context, params, body }) => {
    const mandate = await loadMandate(deps, context, params.mandateId);
    const now = context.clock.now();
    const debitId = deps.ids.next('dbt', context.tenant);
    const wish = { debitId, amount: fromWire(body.amount), dueAt: fromTimestamp(body.dueAt), now };
    const { authentication, notifyAt, earliestDebitAt, cycle, ceiling, ruleVersions } = decideDebit(mandate, wish);
    const observed = await deps.limits.of(context.tenant, mandate);
    const answer = {
      requiresAuthentication: authentication !== undefined,
      ...(authentication === undefined ? {} : { cause: authentication }),
      notifyAt: toTimestamp(notifyAt),
      earliestDebitAt: toTimestamp(earliestDebitAt),
      cycle: cycle === debitId ? 'own' : cycle,
      limits: {
        maxAmount: toWire(mandate.maxAmount),
        afaFreeCeiling: toWire(ceiling),
        ...passing(context, mandate, observed),
      },
      ruleVersions: [...ruleVersions],
    };
    return deps.unitOfWork.commit(context, { writes: [], records: [] }, answer);
  };

import { fromWire, toWire } from '../../kernel/money/money.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import { fromTimestamp, toTimestamp } from '../../kernel/time/clock.ts';
import type { Debiting } from '../debiting.ts';
import { loadMandate } from '../debiting.ts';
import { decideDebit } from '../domain/plan-debit.ts';
import type { previewDebit as declaration } from './declaration.ts';

/**
 * Says what createDebit would decide, by the same rules and refusals: when the notice would go out, the earliest lawful
 * moment, and whether the payer would have to authenticate (SH-02, regulation.md 1.3, 1.4).
 */
export const previewDebit =
  (deps: Pick<Debiting, 'mandates' | 'ids' | 'unitOfWork'>): HttpUseCase<typeof declaration> =>
  async ({ context, params, body }) => {
    const mandate = await loadMandate(deps, context, params.mandateId);
    const now = context.clock.now();
    const debitId = deps.ids.next('dbt', context.tenant);
    const wish = { debitId, amount: fromWire(body.amount), dueAt: fromTimestamp(body.dueAt), now };
    const { authentication, notifyAt, earliestDebitAt, cycle, ceiling, ruleVersions } = decideDebit(mandate, wish);
    const answer = {
      requiresAuthentication: authentication !== undefined,
      ...(authentication === undefined ? {} : { cause: authentication }),
      notifyAt: toTimestamp(notifyAt),
      earliestDebitAt: toTimestamp(earliestDebitAt),
      cycle: cycle === debitId ? 'own' : cycle,
      limits: { maxAmount: toWire(mandate.maxAmount), afaFreeCeiling: toWire(ceiling) },
      ruleVersions: [...ruleVersions],
    };
    return deps.unitOfWork.commit(context, { writes: [], records: [] }, answer);
  };

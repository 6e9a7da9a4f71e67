import { Temporal } from 'temporal-polyfill';
import type { OperationContext } from '../../kernel/operation/context.ts';
import type { TimerUseCase } from '../../kernel/operation/task-operation.ts';
import { overdueWithdrawal } from '../domain/closing.ts';
import { changed } from '../domain/mandate-changes.ts';
import { mandateRecord } from '../domain/mandate-events.ts';
import type { Mandate } from '../domain/mandate.ts';
import { needsFollowing } from '../domain/mandate-states.ts';
import type { LookingDependencies } from '../looking.ts';
import { nextLook } from '../following-pace.ts';
import { followIfAnswered } from '../mandate-following.ts';
import type { MandateStep } from '../mandate-work.ts';
import { takeStep } from '../mandate-work.ts';
import type { followMandate as declaration } from './declaration.ts';

/** The network has not closed a mandate in time: the event for the tenant, the count for the alarm. */
const tellOverdue = (
  { mandates }: Pick<LookingDependencies, 'mandates'>,
  { tenant }: OperationContext,
  after: Mandate,
): MandateStep => {
  const { mandateOperationId, by } = after.openOperation ?? {};
  const event = { type: 'mandate.withdrawal_overdue', data: { mandateOperationId, by } } as const;
  const record = mandateRecord(mandates.partition(tenant, after.mandateId), after, event);
  return { mandate: after, records: [record], counts: ['withdrawal_overdue'] };
};

/** Looks at what the provider owes a mandate, asks it again where it may be asked, and comes back until it is done. */
export const followMandate =
  (deps: LookingDependencies): TimerUseCase<typeof declaration> =>
  async (context, { mandateId }) => {
    const looked = await followIfAnswered(deps, context, mandateId);
    await takeStep(deps, context, {
      mandateId,
      decide: (mandate) => {
        if (mandate.followFrom === undefined || !needsFollowing(mandate)) return undefined;
        const now = context.clock.now();
        const { lateUntil } = mandate;
        const isLate = lateUntil !== undefined && Temporal.Instant.compare(now, lateUntil) < 0;
        const change = {
          followFrom: nextLook(mandate, now),
          lateUntil: isLate || !looked.answered ? lateUntil : undefined,
        };
        const overdue = overdueWithdrawal(mandate, now);
        if (overdue === undefined) return { mandate: changed(mandate, change), records: [] };
        return tellOverdue(
          deps,
          context,
          changed(mandate, { ...change, openOperation: { ...overdue, overdueAt: now } }),
        );
      },
    });
  };

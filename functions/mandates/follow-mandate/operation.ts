import { Temporal } from 'temporal-polyfill';
import type { TimerUseCase } from '../../kernel/operation/task-operation.ts';
import { changed } from '../domain/mandate-changes.ts';
import { needsFollowing } from '../domain/mandate-states.ts';
import type { LookingDependencies } from '../looking.ts';
import { nextLook } from '../following-pace.ts';
import { followIfAnswered } from '../mandate-following.ts';
import { takeStep } from '../mandate-work.ts';
import type { followMandate as declaration } from './declaration.ts';

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
        return { mandate: changed(mandate, change), records: [] };
      },
    });
  };

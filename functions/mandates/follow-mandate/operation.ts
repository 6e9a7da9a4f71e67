import type { Temporal } from 'temporal-polyfill';
import { TemporarilyUnavailable } from '../../kernel/errors/domain-error.ts';
import type { OperationContext } from '../../kernel/operation/context.ts';
import type { TimerUseCase } from '../../kernel/operation/task-operation.ts';
import { changed } from '../domain/mandate-changes.ts';
import { needsFollowing } from '../domain/mandate-states.ts';
import type { LookingDependencies } from '../looking.ts';
import { follow } from '../mandate-following.ts';
import { takeStep } from '../mandate-work.ts';
import type { followMandate as declaration } from './declaration.ts';

const shortestMinutes = 5;
const longestMinutes = 24 * 60;

/** Looks less and less often: what the provider has not done in a day it does not do in the next minute. */
const nextLook = ({ clock }: OperationContext, since: Temporal.Instant): Temporal.Instant => {
  const now = clock.now();
  const age = (now.epochMilliseconds - since.epochMilliseconds) / 60_000;
  return now.add({ minutes: Math.round(Math.min(longestMinutes, Math.max(shortestMinutes, age))) });
};

/** Looks; that the provider is silent is no reason to fail, since it is asked again. */
const look = async (deps: LookingDependencies, context: OperationContext, mandateId: string): Promise<void> => {
  try {
    await follow(deps, context, { mandateId });
  } catch (error) {
    if (!(error instanceof TemporarilyUnavailable)) throw error;
    context.log.warn('provider_silent', { code: error.code });
  }
};

/** Looks at what the provider owes a mandate, asks it again where it may be asked, and comes back until it is done. */
export const followMandate =
  (deps: LookingDependencies): TimerUseCase<typeof declaration> =>
  async (context, { mandateId }) => {
    await look(deps, context, mandateId);
    await takeStep(deps, context, {
      mandateId,
      decide: (mandate) => {
        if (mandate.followFrom === undefined || !needsFollowing(mandate)) return undefined;
        const since = mandate.openOperation?.startedAt ?? mandate.endedAt ?? mandate.createdAt;
        const followFrom = nextLook(context, since);
        return { mandate: changed(mandate, { followFrom }), records: [] };
      },
    });
  };

import type { TaskUseCase } from '../../kernel/operation/task-operation.ts';
import { end } from '../domain/mandate-changes.ts';
import { mandateRecord } from '../domain/mandate-events.ts';
import { mayBecome } from '../domain/mandate-states.ts';
import { takeStep } from '../mandate-work.ts';
import type { MandateDependencies, MandateWorkDependencies } from '../mandate-work.ts';
import type { failMandate as declaration } from './declaration.ts';

/** The code a tenant sees for a workflow error: a violation's own code, never an internal error's name. */
const reasonOf = (error: string): string => {
  if (error === 'States.Timeout') return 'timed_out';
  return /^[a-z][a-z_]*$/.test(error) ? error : 'internal_error';
};

/**
 * Notes that a registration stopped for a reason that is not the payer's. One that was registered before stays
 * registered; money that was captured goes back as always, and a token that may be alive is cancelled.
 */
export const failMandate =
  (deps: MandateWorkDependencies & Pick<MandateDependencies, 'meter'>): TaskUseCase<typeof declaration> =>
  async (context, { mandateId, failure }) => {
    await takeStep(deps, context, {
      mandateId,
      decide: (mandate) => {
        if (!mayBecome(mandate.status, 'rejected')) return undefined;
        const how = { reason: reasonOf(failure.Error), at: context.clock.now(), isTokenAlive: true };
        const after = end(mandate, { ...how, status: 'rejected' });
        const partition = deps.mandates.partition(context.tenant, mandateId);
        return {
          mandate: after,
          records: [mandateRecord(partition, after, { type: 'mandate.rejected' })],
        };
      },
    });
    return {};
  };

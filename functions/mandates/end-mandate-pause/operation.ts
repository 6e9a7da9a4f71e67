import { Temporal } from 'temporal-polyfill';
import { TemporarilyUnavailable } from '../../kernel/errors/domain-error.ts';
import type { TimerUseCase } from '../../kernel/operation/task-operation.ts';
import { resume } from '../domain/mandate-changes.ts';
import { mandateRecord } from '../domain/mandate-events.ts';
import type { MandateDependencies, MandateWorkDependencies } from '../mandate-work.ts';
import { takeStep } from '../mandate-work.ts';
import type { endMandatePause as declaration } from './declaration.ts';

/** Lets a mandate go on when its pause is over; one that was resumed, ended or paused anew needs nothing. */
export const endMandatePause =
  (deps: MandateWorkDependencies & Pick<MandateDependencies, 'meter'>): TimerUseCase<typeof declaration> =>
  async (context, { mandateId }) => {
    await takeStep(deps, context, {
      mandateId,
      decide: (mandate) => {
        if (mandate.status !== 'paused' || mandate.pausedUntil === undefined) return undefined;
        if (Temporal.Instant.compare(context.clock.now(), mandate.pausedUntil) < 0) {
          throw new TemporarilyUnavailable('The pause is not over yet.');
        }
        const after = resume(mandate);
        const partition = deps.mandates.partition(context.tenant, mandateId);
        return { mandate: after, records: [mandateRecord(partition, after, { type: 'mandate.resumed' })] };
      },
    });
  };

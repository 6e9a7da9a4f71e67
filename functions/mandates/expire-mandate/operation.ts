import { Temporal } from 'temporal-polyfill';
import { TemporarilyUnavailable } from '../../kernel/errors/domain-error.ts';
import type { TimerUseCase } from '../../kernel/operation/task-operation.ts';
import { end } from '../domain/mandate-changes.ts';
import { mandateRecord } from '../domain/mandate-events.ts';
import { isStanding } from '../domain/mandate-states.ts';
import type { MandateDependencies, MandateWorkDependencies } from '../mandate-work.ts';
import { takeStep } from '../mandate-work.ts';
import type { expireMandate as declaration } from './declaration.ts';

/**
 * Ends a mandate whose validity is over (regulation.md 1.2), and every open debit of it with it.
 *
 * 1. One that is over already, or whose validity was changed, needs nothing.
 * 2. Fired too early, by the tenant's clock: fail, so that it is fired again.
 * 3. The token's own end is the provider's: it was registered with the same validity.
 */
export const expireMandate =
  (deps: MandateWorkDependencies & Pick<MandateDependencies, 'meter'>): TimerUseCase<typeof declaration> =>
  async (context, { mandateId }) => {
    await takeStep(deps, context, {
      mandateId,
      decide: (mandate) => {
        if (!isStanding(mandate.status)) return undefined;
        const now = context.clock.now();
        if (Temporal.Instant.compare(now, mandate.validUntil) < 0) {
          throw new TemporarilyUnavailable('The mandate is still valid.');
        }
        const after = end(mandate, { status: 'expired', reason: 'validity_over', at: now, isTokenAlive: false });
        const partition = deps.mandates.partition(context.tenant, mandateId);
        return { mandate: after, records: [mandateRecord(partition, after, { type: 'mandate.expired' })] };
      },
    });
  };

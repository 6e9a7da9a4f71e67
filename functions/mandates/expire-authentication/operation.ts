import { Temporal } from 'temporal-polyfill';
import { TemporarilyUnavailable } from '../../kernel/errors/domain-error.ts';
import type { TimerUseCase } from '../../kernel/operation/task-operation.ts';
import { afterRefusal } from '../authentication-look.ts';
import type { Mandate } from '../domain/mandate.ts';
import type { LookingDependencies } from '../looking.ts';
import { follow } from '../mandate-following.ts';
import { takeStep } from '../mandate-work.ts';
import type { expireAuthentication as declaration } from './declaration.ts';

/** The operation of that id, while its payer is asked to authenticate. */
const awaited = ({ openOperation }: Mandate, mandateOperationId: string) =>
  openOperation?.mandateOperationId === mandateOperationId && openOperation.status === 'afa_pending'
    ? openOperation
    : undefined;

/**
 * Ends an operation that nobody authenticated in time: a registration has expired, a change or a withdrawal came to
 * nothing.
 *
 * 1. Look at the provider first: the payer may have done it, and its word got lost.
 * 2. An operation that is over or replaced needs nothing: the timer may fire late and more than once.
 * 3. Fired too early, by the tenant's clock: fail, so that it is fired again.
 * 4. End it. Money that comes for its order all the same is booked and goes back.
 */
export const expireAuthentication =
  (deps: LookingDependencies): TimerUseCase<typeof declaration> =>
  async (context, { mandateId, mandateOperationId }) => {
    const { mandate: looked } = await follow(deps, context, { mandateId });
    const expiresAt = awaited(looked, mandateOperationId)?.authentication?.expiresAt;
    if (expiresAt === undefined) return;
    if (Temporal.Instant.compare(context.clock.now(), expiresAt) < 0) {
      throw new TemporarilyUnavailable('The authentication is not due yet.');
    }
    await takeStep(deps, context, {
      mandateId,
      decide: (mandate) => {
        const operation = awaited(mandate, mandateOperationId);
        if (operation === undefined) return undefined;
        return afterRefusal(deps, context, { mandate, operation, reason: 'authentication_expired' });
      },
    });
  };

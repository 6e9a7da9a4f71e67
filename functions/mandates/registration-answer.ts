import type { OperationContext } from '../kernel/operation/context.ts';
import type { WorkflowEngine } from '../kernel/platform/platform.ts';
import { isRefundOpen } from './domain/auth-charge.ts';
import type { Mandate } from './domain/mandate.ts';
import { isFinal } from './domain/mandate-states.ts';
import type { RegistrationStage, RegistrationWaiter, RegistrationWaiters } from './ports/registration-waiters.ts';

export interface AnsweringDependencies {
  readonly waiters: RegistrationWaiters;
  readonly workflows: WorkflowEngine;
}

type Answer = { readonly kind: 'passed' } | { readonly kind: 'stopped'; readonly error: string };

const passed: Answer = { kind: 'passed' };

/** The refund of a registration: over when the money is back, or when nothing more is asked for. */
const afterRefund = ({ authCharge }: Mandate): Answer | undefined => {
  if (authCharge === undefined || authCharge.status === 'refunded') return passed;
  return isRefundOpen(authCharge) ? undefined : { kind: 'stopped', error: 'refund_failed' };
};

const waitedFor: Readonly<Record<Exclude<RegistrationStage, 'refund'>, readonly Mandate['status'][]>> = {
  authentication: ['created', 'pending_authentication'],
  confirmation: ['created', 'pending_authentication', 'pending_confirmation'],
};

/**
 * What a step of the registration is told; undefined while it has to wait. A mandate that ended before it was ever active
 * ends the registration: `mandate_rejected`, `mandate_expired`, `mandate_cancelled`.
 */
export const registrationAnswer = (mandate: Mandate, stage: RegistrationStage): Answer | undefined => {
  if (stage === 'refund') return afterRefund(mandate);
  if (waitedFor[stage].includes(mandate.status)) return undefined;
  return isFinal(mandate.status) ? { kind: 'stopped', error: `mandate_${mandate.status}` } : passed;
};

/**
 * Answers one waiting step if it is decided, then forgets it. Safe to repeat: a token that was answered, or that a later
 * try has replaced, is not waited for any more.
 */
export const answerWaiter = async (
  { waiters, workflows }: AnsweringDependencies,
  { tenant }: OperationContext,
  { mandate, waiter }: { readonly mandate: Mandate; readonly waiter: RegistrationWaiter },
): Promise<void> => {
  const answer = registrationAnswer(mandate, waiter.stage);
  if (answer === undefined) return;
  if (answer.kind === 'passed') await workflows.succeed(waiter.taskToken, {});
  else await workflows.fail(waiter.taskToken, { error: answer.error, cause: 'The mandate says why.' });
  await waiters.stopWaiting(tenant, mandate.mandateId, waiter);
};

import type { OperationContext } from '../kernel/operation/context.ts';
import type { WorkflowEngine } from '../kernel/platform/platform.ts';
import type { CardOrder } from './domain/card-order.ts';
import type { OrderWaiters } from './ports/card-order-store.ts';

interface Dependencies {
  readonly waiters: OrderWaiters;
  readonly workflows: WorkflowEngine;
}

/**
 * Tells the execution that waits how the personalisation ended, then forgets it; nothing while it is under way. Safe
 * to repeat: a token that was answered, or that a later try has replaced, is not waited for any more.
 */
export const answerOrder = async (
  { waiters, workflows }: Dependencies,
  { tenant }: OperationContext,
  { order, taskToken }: { readonly order: CardOrder; readonly taskToken: string },
): Promise<void> => {
  if (order.status === 'requested' || order.status === 'placed') return;
  if (order.status === 'failed') {
    const error = order.failureCode ?? 'internal_error';
    await workflows.fail(taskToken, { error, cause: 'The issuer does not make this card.' });
  } else {
    await workflows.succeed(taskToken, {});
  }
  await waiters.stopWaiting(tenant, order.orderId, taskToken);
};

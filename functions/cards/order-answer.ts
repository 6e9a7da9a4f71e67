import type { OperationContext } from '../kernel/operation/context.ts';
import type { WorkflowEngine } from '../kernel/platform/platform.ts';
import type { CardOrder } from './domain/card-order.ts';
import type { DeliveryEnd } from './domain/delivery-follow-up.ts';
import { deliveryEnd } from './domain/delivery-follow-up.ts';
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

/** `lost` also where another order has taken the place of this one. */
const endOf = (order: CardOrder | undefined, orderId: string): DeliveryEnd | undefined =>
  order?.orderId === orderId ? deliveryEnd(order) : 'lost';

const whyNot: Readonly<Record<Exclude<DeliveryEnd, 'delivered'>, string>> = {
  returned: 'The plastic went back to its sender.',
  lost: 'Another plastic takes the place of this one.',
};

/**
 * Tells the execution that waits how the delivery ended, then forgets it; nothing while the plastic is on its way. Safe
 * to repeat, as `answerOrder` is.
 * @param order the newest order of the card, which may be another one than the execution's
 */
export const answerDelivery = async (
  { waiters, workflows }: Dependencies,
  { tenant }: OperationContext,
  {
    order,
    orderId,
    taskToken,
  }: { readonly order: CardOrder | undefined } & Readonly<Record<'orderId' | 'taskToken', string>>,
): Promise<void> => {
  const end = endOf(order, orderId);
  if (end === undefined) return;
  if (end === 'delivered') await workflows.succeed(taskToken, {});
  else await workflows.fail(taskToken, { error: `delivery_${end}`, cause: whyNot[end] });
  await waiters.stopWaiting(tenant, orderId, taskToken);
};

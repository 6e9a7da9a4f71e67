import { Temporal } from 'temporal-polyfill';
import { TemporarilyUnavailable } from '../../kernel/errors/domain-error.ts';
import type { OperationContext } from '../../kernel/operation/context.ts';
import type { TimerUseCase } from '../../kernel/operation/task-operation.ts';
import { scheduleTimer } from '../../kernel/timers/timer-intents.ts';
import { reportTimer } from '../card-order-reports.ts';
import type { OrderName, OrderStep, OrderStepDependencies } from '../card-order-steps.ts';
import { takeOrderStep } from '../card-order-steps.ts';
import { orderDelayed } from '../domain/card-order-events.ts';
import type { CardOrder } from '../domain/card-order.ts';
import { noteOnOrder, personalizationHours, reportAgainHours } from '../domain/card-order.ts';
import type { CardOrderReports } from '../ports/card-order-reports.ts';
import type { IssuerPlastics } from '../ports/issuer-plastics.ts';
import type { checkCardOrder as declaration } from './declaration.ts';

interface Dependencies extends OrderStepDependencies {
  readonly issuer: IssuerPlastics;
  readonly reports: CardOrderReports;
}

const awaited = (order: CardOrder | undefined, orderId: string): order is CardOrder & { readonly externalId: string } =>
  order?.orderId === orderId && order.status === 'placed' && order.externalId !== undefined;

const lookAgain = (context: OperationContext, { cardId, orderId }: OrderName) =>
  scheduleTimer(context, {
    ...reportTimer(orderId),
    dueAt: context.clock.now().add({ hours: reportAgainHours }),
    payload: { cardId, orderId },
  });

/** The first time the delay is told; each time the report is to be pulled again. */
const noteDelay = async (deps: Dependencies, context: OperationContext, name: OrderName): Promise<void> => {
  const decide = (order: CardOrder): OrderStep | undefined => {
    if (order.status !== 'placed' || order.delayedSince !== undefined) return undefined;
    const delayed = noteOnOrder(order, { delayedSince: context.clock.now() });
    const record = orderDelayed(deps.orders.partition(context.tenant, order.orderId), delayed);
    return { order: delayed, work: { writes: [], records: [record] } };
  };
  const { status } = await takeOrderStep(deps, context, { ...name, decide });
  if (status !== 'placed') return;
  await deps.unitOfWork.commit(context, { writes: [lookAgain(context, name)], records: [] }, undefined);
};

/**
 * Pulls the report of an order 48 hours after it was placed, then daily (AN-58, AN-61).
 *
 * 1. An order that is reported, over or replaced needs nothing: the timer may fire late and more than once.
 * 2. Fired too early, by the tenant's clock: fail, so that it is fired again.
 * 3. The issuer has produced or rejected it: take that over, as if its webhook had come.
 * 4. Otherwise tell of the delay, once, and look again tomorrow; the workflow's own patience ends this.
 */
export const checkCardOrder =
  (deps: Dependencies): TimerUseCase<typeof declaration> =>
  async (context, { cardId, orderId }) => {
    const order = await deps.orders.find(context.tenant, cardId);
    if (!awaited(order, orderId)) return;
    const at = context.clock.now();
    if (Temporal.Instant.compare(at, order.createdAt.add({ hours: personalizationHours })) < 0) {
      throw new TemporarilyUnavailable('The report of the order is not due yet.');
    }
    const { status: word } = await deps.issuer.readOrder(context.tenant, order.externalId);
    const told = { eventId: `report:${orderId}:${word}`, orderId, item: 'card', word, at } as const;
    await deps.reports.apply(context, cardId, told);
    await noteDelay(deps, context, { cardId, orderId });
  };

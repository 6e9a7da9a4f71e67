import type { BalanceDirectory } from '../../balances/ports/balance-directory.ts';
import type { CustomerDirectory } from '../../customers/ports/customer-directory.ts';
import { InvalidState } from '../../kernel/errors/domain-error.ts';
import type { OperationContext } from '../../kernel/operation/context.ts';
import type { TaskUseCase } from '../../kernel/operation/task-operation.ts';
import type { WorkflowEngine } from '../../kernel/platform/platform.ts';
import { scheduleTimer } from '../../kernel/timers/timer-intents.ts';
import type { ProgramDirectory } from '../../tenants/ports/program-directory.ts';
import { checkPrerequisites } from '../card-issuing.ts';
import { reportTimer } from '../card-order-reports.ts';
import type { OrderStepDependencies } from '../card-order-steps.ts';
import { loadOrder, takeOrderStep } from '../card-order-steps.ts';
import { cardNotFound } from '../domain/card-errors.ts';
import { orderRecord } from '../domain/card-order-events.ts';
import { isOpen } from '../domain/card.ts';
import type { CardOrder } from '../domain/card-order.ts';
import { advanceOrder, isUnderWay, noteOnOrder, personalizationHours } from '../domain/card-order.ts';
import { hasSafeNumber } from '../domain/card-replacement.ts';
import { answerOrder } from '../order-answer.ts';
import type { OrderWaiters } from '../ports/card-order-store.ts';
import type { CardOrderReports } from '../ports/card-order-reports.ts';
import type { CardReplacements } from '../ports/card-replacements.ts';
import type { CardStore } from '../ports/card-store.ts';
import type { IssuerPlastics, OrderReport, PlasticOrder } from '../ports/issuer-plastics.ts';
import type { placeCardOrder as declaration } from './declaration.ts';

interface Dependencies extends OrderStepDependencies {
  readonly cards: Pick<CardStore, 'find' | 'findEvenRemoved'>;
  readonly replacements: Pick<CardReplacements, 'find'>;
  readonly customers: CustomerDirectory;
  readonly balances: BalanceDirectory;
  readonly programs: ProgramDirectory;
  readonly issuer: IssuerPlastics;
  readonly reports: CardOrderReports;
  readonly waiters: OrderWaiters;
  readonly workflows: WorkflowEngine;
}

/** The issuer's id of a card that gets a plastic; one that is locked may be usable again when it arrives. */
const workingCard = async ({ cards }: Dependencies, { tenant }: OperationContext, { cardId }: CardOrder) => {
  const card = await cards.find(tenant, cardId);
  if (card === undefined) throw cardNotFound();
  if (!isOpen(card)) throw new InvalidState(`The card is ${card.status}.`);
  return { externalId: card.externalId };
};

/** The issuer's id of the card whose place the ordered one takes; its number is printed again only while it is safe. */
const replacedCard = async (
  { cards, replacements }: Dependencies,
  { tenant }: OperationContext,
  { cardId }: CardOrder,
): Promise<Pick<PlasticOrder, 'replaces'>> => {
  const replacement = await replacements.find(tenant, cardId);
  if (replacement === undefined) return {};
  const old = await cards.findEvenRemoved(tenant, replacement.replaces);
  if (old === undefined) throw cardNotFound();
  const { externalId } = old;
  return { replaces: { externalId, sameNumber: replacement.sameNumber && hasSafeNumber(old) } };
};

/** Orders at the issuer under our order id: a repeat after a crash or a timeout is the same order. */
const orderAtIssuer = async (deps: Dependencies, context: OperationContext, order: CardOrder): Promise<OrderReport> => {
  const { tenant } = context;
  const { balance } = await checkPrerequisites(deps, context, order);
  const { bin } = await deps.programs.find(tenant);
  const { orderId: reference, network, displayName, deliveryAddress } = order;
  if (deliveryAddress === undefined) throw new Error('an order under way has lost its address');
  const existing = await (order.kind === 'plastic' ? workingCard : replacedCard)(deps, context, order);
  const where = { accountExternalId: balance.externalId, bin, network, displayName, deliveryAddress };
  return deps.issuer.orderPlastic(tenant, { reference, ...where, ...existing });
};

/** Notes the issuer's id, and sets the timer that pulls the report should it not come by itself. */
const notePlaced = (
  deps: Dependencies,
  context: OperationContext,
  { of, externalId }: { of: CardOrder; externalId: string },
) =>
  takeOrderStep(deps, context, {
    ...of,
    decide: (order) => {
      if (order.externalId !== undefined || !isUnderWay(order)) return undefined;
      const placed = advanceOrder(order, 'placed', { externalId }) ?? noteOnOrder(order, { externalId });
      const timer = scheduleTimer(context, {
        ...reportTimer(order.orderId),
        dueAt: order.createdAt.add({ hours: personalizationHours }),
        payload: { cardId: order.cardId, orderId: order.orderId },
      });
      const record = orderRecord(deps.orders.partition(context.tenant, order.orderId), placed, 'placed');
      const bound = deps.orders.bind(context.tenant, { cardId: order.cardId, externalId });
      return {
        order: placed,
        work: { writes: [bound, ...(placed.status === 'placed' ? [timer] : [])], records: [record] },
      };
    },
  });

const place = async (deps: Dependencies, context: OperationContext, order: CardOrder): Promise<void> => {
  const { orderId: externalId, status: word } = await orderAtIssuer(deps, context, order);
  const { orderId, cardId } = await notePlaced(deps, context, { of: order, externalId });
  const told = { eventId: `report:${orderId}:${word}`, orderId, item: 'card', word, at: context.clock.now() } as const;
  await deps.reports.apply(context, cardId, told);
};

/**
 * First step of the physical card workflow (AN-58, AN-61).
 *
 * In: the order and the token of the waiting execution. Out: nothing; the token is answered now or later.
 * 1. Order the plastic at the issuer, once per order, note the issuer's id and what it says; an earlier try has done
 *    that, or not, or half of it. Set the timer for the report: personalisation takes up to 48 hours.
 * 2. Leave the token with the order, then look at the order again: its report may have come before the token was
 *    there. Then this token is answered here, whoever else answers it too.
 */
export const placeCardOrder =
  (deps: Dependencies): TaskUseCase<typeof declaration> =>
  async (context, { cardId, orderId, taskToken }) => {
    const name = { cardId, orderId };
    const before = await loadOrder(deps, context, name);
    if (before.externalId === undefined && isUnderWay(before)) await place(deps, context, before);
    await deps.waiters.wait(context.tenant, orderId, taskToken);
    await answerOrder(deps, context, { order: await loadOrder(deps, context, name), taskToken });
    return {};
  };

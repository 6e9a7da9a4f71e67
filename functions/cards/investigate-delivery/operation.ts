import type { OperationContext } from '../../kernel/operation/context.ts';
import type { QueueUseCase } from '../../kernel/operation/queue-operation.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import type { DeliveryIncident } from '../domain/delivery-incident.ts';
import { incidentRecord, investigate } from '../domain/delivery-incident.ts';
import type { CardOrderReports } from '../ports/card-order-reports.ts';
import type { CardOrders } from '../ports/card-orders.ts';
import type { DeliveryIncidentStore } from '../ports/delivery-incident-store.ts';
import type { IssuerPlastics } from '../ports/issuer-plastics.ts';
import type { investigateDelivery as declaration } from './declaration.ts';

interface Dependencies {
  readonly incidents: DeliveryIncidentStore;
  readonly orders: CardOrders;
  readonly reports: CardOrderReports;
  readonly issuer: IssuerPlastics;
  readonly unitOfWork: UnitOfWork;
  readonly contextOf: (tenantId: string, requestId: string) => Promise<OperationContext>;
}

/** A stage that the issuer reports now and that nobody heard of goes into the log. */
const askIssuer = async (
  { orders, issuer, reports }: Dependencies,
  context: OperationContext,
  { incidentId, cardId, orderId }: DeliveryIncident,
): Promise<void> => {
  const order = await orders.find(context.tenant, cardId);
  if (order?.orderId !== orderId || order.externalId === undefined) return;
  const { status: word } = await issuer.readOrder(context.tenant, order.externalId);
  const told = { eventId: `report:${incidentId}`, orderId, item: 'card', word, at: context.clock.now() } as const;
  await reports.apply(context, cardId, told);
};

/**
 * Begins the investigation of an incident (AL-25, domain.md 2.5).
 *
 * 1. An incident that is over, or looked into already, needs nothing: the event may come twice.
 * 2. Ask the issuer for its report and log what is new, so that whoever resolves the incident has it at hand.
 * 3. Commit the incident and its record together.
 */
export const investigateDelivery =
  (deps: Dependencies): QueueUseCase<typeof declaration> =>
  async ({ message: { detail }, messageId }) => {
    const { incidents, unitOfWork } = deps;
    const context = await deps.contextOf(detail.tenantId, messageId);
    const incident = await incidents.find(context.tenant, detail.resource.id);
    const investigated = incident === undefined ? undefined : investigate(incident);
    if (investigated === undefined) return;
    await askIssuer(deps, context, investigated);
    const record = incidentRecord(incidents.partition(context.tenant, investigated.incidentId), investigated);
    const writes = [incidents.replace(context.tenant, investigated)];
    await unitOfWork.commit(context, { writes, records: [record] }, undefined);
  };

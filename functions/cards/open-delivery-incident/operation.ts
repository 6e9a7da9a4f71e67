import { InvalidState } from '../../kernel/errors/domain-error.ts';
import type { IdGenerator } from '../../kernel/ids/ids.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import type { DeliverySubject } from '../delivery-subject.ts';
import { findPlastic } from '../delivery-subject.ts';
import type { CardOrder } from '../domain/card-order.ts';
import type { DeliveryIncident } from '../domain/delivery-incident.ts';
import { incidentRecord } from '../domain/delivery-incident.ts';
import { presentIncident } from '../incident-schemas.ts';
import type { DeliveryIncidentStore } from '../ports/delivery-incident-store.ts';
import type { openDeliveryIncident as declaration } from './declaration.ts';

interface Dependencies extends DeliverySubject {
  readonly incidents: DeliveryIncidentStore;
  readonly ids: IdGenerator;
  readonly unitOfWork: UnitOfWork;
}

/** Before a plastic was made nothing can have gone wrong on its way. */
const requireMade = (order: CardOrder | undefined): CardOrder => {
  if (order === undefined) throw new InvalidState('A virtual card is not delivered.');
  if (order.status === 'produced' || order.status === 'linked') return order;
  throw new InvalidState(order.status === 'failed' ? 'The plastic was never made.' : 'The plastic is not made yet.');
};

/**
 * Opens an incident of a delivery (AL-25).
 *
 * In: what went wrong. Out: the incident, to be investigated.
 * 1. The card is the caller's, and its plastic was made.
 * 2. Commit the incident, its record and the idempotency key together; one that is open already refuses it. The
 *    carrier's word stays as it is: the incident says what the holder says.
 */
export const openDeliveryIncident =
  ({ incidents, ids, unitOfWork, ...subject }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params: { cardId }, body }) => {
    const { tenant, clock } = context;
    const { orderId, customerId, delivery } = requireMade(await findPlastic(subject, context, cardId));
    const incident: DeliveryIncident = {
      ...{ incidentId: ids.next('din', tenant), cardId, orderId, customerId, ...body },
      ...{ status: 'opened', reportedDelivery: delivery, openedAt: clock.now(), sequence: 1 },
    };
    const record = incidentRecord(incidents.partition(tenant, incident.incidentId), incident);
    const work = { writes: incidents.open(tenant, incident), records: [record] };
    return unitOfWork.commit(context, work, presentIncident(incident));
  };

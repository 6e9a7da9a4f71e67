import { ConcurrentChange } from '../../kernel/errors/domain-error.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { incidentNotFound } from '../domain/card-order-errors.ts';
import { incidentRecord, resolve } from '../domain/delivery-incident.ts';
import { presentIncident } from '../incident-schemas.ts';
import type { DeliveryIncidentStore } from '../ports/delivery-incident-store.ts';
import type { resolveDeliveryIncident as declaration } from './declaration.ts';

interface Dependencies {
  readonly incidents: DeliveryIncidentStore;
  readonly unitOfWork: UnitOfWork;
}

const maxAttempts = 3;

/**
 * Ends an incident of a delivery (AL-25).
 *
 * In: how it ended. Out: the incident; `rejected` when nothing was wrong.
 * Commits incident, record and idempotency key together; when the investigation began meanwhile, it decides again. What
 * follows is the caller's: a new plastic, a replacement.
 */
export const resolveDeliveryIncident =
  ({ incidents, unitOfWork }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params: { incidentId }, body: { resolution, note } }) => {
    const { tenant, clock } = context;
    for (let attempt = 1; ; attempt += 1) {
      const incident = await incidents.find(tenant, incidentId);
      if (incident === undefined) throw incidentNotFound();
      const how = { resolution, resolvedAt: clock.now(), ...(note === undefined ? {} : { resolutionNote: note }) };
      const ended = resolve(incident, how);
      const record = incidentRecord(incidents.partition(tenant, incidentId), ended);
      const work = { writes: incidents.close(tenant, ended), records: [record] };
      try {
        return await unitOfWork.commit(context, work, presentIncident(ended));
      } catch (error) {
        if (!(error instanceof ConcurrentChange) || attempt === maxAttempts) throw error;
      }
    }
  };

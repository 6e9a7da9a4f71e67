import { ConcurrentChange } from '../../kernel/errors/domain-error.ts';
import type { OperationContext } from '../../kernel/operation/context.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { UnitOfWork, Work } from '../../kernel/persistence/unit-of-work.ts';
import type { SettlingDependencies } from '../delivery-settling.ts';
import { reshipPlastic, settleDelivery } from '../delivery-settling.ts';
import { incidentNotFound } from '../domain/card-order-errors.ts';
import type { DeliveryIncident } from '../domain/delivery-incident.ts';
import { incidentRecord, resolve } from '../domain/delivery-incident.ts';
import type { PostalAddress } from '../domain/postal-address.ts';
import { presentIncident } from '../incident-schemas.ts';
import type { CardStore } from '../ports/card-store.ts';
import type { DeliveryIncidentStore } from '../ports/delivery-incident-store.ts';
import type { resolveDeliveryIncident as declaration } from './declaration.ts';

interface Dependencies extends SettlingDependencies {
  readonly cards: Pick<CardStore, 'find'>;
  readonly incidents: DeliveryIncidentStore;
  readonly unitOfWork: UnitOfWork;
}

interface Ending {
  readonly resolution: NonNullable<DeliveryIncident['resolution']>;
  readonly address: PostalAddress | undefined;
}

type Effect = Pick<DeliveryIncident, 'newOrderId' | 'replacementCardId'> & { readonly work: Work };

/** What the end of the incident does to the plastic: nothing where nothing was wrong. */
const effectOf = async (
  deps: Dependencies,
  context: OperationContext,
  { incident, resolution, address }: Ending & { readonly incident: DeliveryIncident },
): Promise<Effect> => {
  if (resolution === 'rejected') return { work: { writes: [], records: [] } };
  const { cardId } = incident;
  const [order, card] = await Promise.all([
    deps.orders.find(context.tenant, cardId),
    deps.cards.find(context.tenant, cardId),
  ]);
  const settling = { order, card, incident };
  if (resolution === 'reshipped') return reshipPlastic(deps, context, { ...settling, address });
  const work = settleDelivery(deps, context, { ...settling, settlement: resolution });
  const replacementCardId = resolution === 'replaced' ? card?.replacedBy : undefined;
  return { work, ...(replacementCardId === undefined ? {} : { replacementCardId }) };
};

/** The write decides that it is over, so that a repeat hears the first answer. */
const over: Effect = { work: { writes: [], records: [] } };

const maxAttempts = 3;

/**
 * Ends an incident of a delivery (AL-25).
 *
 * In: how it ended, and where to send a new plastic if not to the old address. Out: the incident; `rejected` when
 * nothing was wrong.
 * 1. `reshipped` orders the plastic again, for the same card; `found` and `replaced` end the delivery. A replacement is
 *    ordered by an operation of its own; here it is only named.
 * 2. Commit incident, order, records and idempotency key together; when the investigation began meanwhile, or a carrier
 *    told something, decide again.
 */
export const resolveDeliveryIncident =
  (deps: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params: { incidentId }, body: { resolution, note, deliveryAddress: address } }) => {
    const { incidents, unitOfWork } = deps;
    const { tenant, clock } = context;
    for (let attempt = 1; ; attempt += 1) {
      const incident = await incidents.find(tenant, incidentId);
      if (incident === undefined) throw incidentNotFound();
      const said = note === undefined ? {} : { resolutionNote: note };
      const isOver = incident.resolvedAt !== undefined;
      const { work, ...effect } = isOver ? over : await effectOf(deps, context, { incident, resolution, address });
      const ended = resolve(incident, { resolution, resolvedAt: clock.now(), ...said, ...effect });
      const record = incidentRecord(incidents.partition(tenant, incidentId), ended);
      const writes = [...incidents.close(tenant, ended), ...work.writes];
      try {
        const all = { writes, records: [record, ...work.records] };
        return await unitOfWork.commit(context, all, presentIncident(ended));
      } catch (error) {
        if (!(error instanceof ConcurrentChange) || attempt === maxAttempts) throw error;
      }
    }
  };

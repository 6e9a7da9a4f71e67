import type { IdGenerator } from '../../kernel/ids/ids.ts';
import type { OperationContext } from '../../kernel/operation/context.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import { presentCardIncident } from '../card-incident-schemas.ts';
import { lockRestriction } from '../card-locking.ts';
import { restrict, visibleCard } from '../card-restricting.ts';
import type { Card } from '../domain/card.ts';
import type { CardIncident } from '../domain/card-incident.ts';
import { incidentRecords, lockOfIncident, requireDeclarable } from '../domain/card-incident.ts';
import type { CardStatusDependencies } from '../issuer-asking.ts';
import type { CardIncidentStore } from '../ports/card-incident-store.ts';
import type { declareIncident as declaration } from './declaration.ts';

type Dependencies = CardStatusDependencies & { readonly incidents: CardIncidentStore; readonly ids: IdGenerator };

const incidentOf = (
  ids: IdGenerator,
  { tenant, clock }: OperationContext,
  { card, type, note }: Pick<CardIncident, 'type' | 'note'> & { readonly card: Card },
): CardIncident => ({
  incidentId: ids.next('inc', tenant),
  cardId: card.cardId,
  customerId: card.customerId,
  balanceId: card.balanceId,
  type,
  ...(note === undefined ? {} : { note }),
  ...(type === 'stolen' ? { balanceReviewId: ids.next('brv', tenant) } : {}),
  declaredAt: clock.now(),
});

/**
 * Declares that a card was lost, stolen or damaged (AL-17 to AL-20).
 *
 * In: what happened. Out: the incident, what became of the card, and whether a replacement is offered.
 * 1. Commit the incident, its records, the lock of a lost or a stolen card and the idempotency key together: from here
 *    on the card is declined and shows no data. A damaged one stays as it is until its replacement is in use.
 * 2. Tell the issuer why (card-restricting.ts); one that is out of reach undoes nothing.
 * Replacement and investigation are flows of their own (AL-21): nothing of them happens here.
 */
export const declareIncident =
  ({ incidents, ids, ...deps }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params: { cardId }, body }) => {
    const { tenant } = context;
    const card = await visibleCard(deps, context, cardId);
    requireDeclarable(card);
    const incident = incidentOf(ids, context, { card, ...body });
    const beside = {
      writes: [incidents.declare(tenant, incident)],
      records: incidentRecords((kind, id) => incidents.partition(tenant, kind, id), incident),
    };
    const code = lockOfIncident[incident.type];
    if (code === undefined) return deps.unitOfWork.commit(context, beside, presentCardIncident(incident, card));
    const { note } = body;
    return restrict(deps, context, {
      ...lockRestriction(context, { cardId, code, note }, (locked) => presentCardIncident(incident, locked)),
      beside,
    });
  };

import { DomainError } from '../../kernel/errors/domain-error.ts';
import { tenantKey } from '../../kernel/persistence/keys.ts';
import type { Item } from '../../kernel/persistence/table.ts';
import { create } from '../../kernel/persistence/write-intent.ts';
import type { CardIncidentStore } from '../ports/card-incident-store.ts';
import { cardIncidentItem } from './card-incident-items.ts';

const declaredBefore = (old: Item | undefined): DomainError => {
  const detail = 'This was declared already.';
  const members = old === undefined ? {} : { resourceId: cardIncidentItem.decode(old).incidentId };
  return new DomainError('conflict', 'already_exists', { detail, ...members });
};

export const cardIncidentWrites: CardIncidentStore = {
  partition: (tenant, kind, id) => tenantKey(tenant, kind, id),
  declare: (tenant, incident) => {
    const key = { pk: tenantKey(tenant, 'CARD', incident.cardId), sk: `INCIDENT#${incident.type}` };
    return create('card_incident', cardIncidentItem.encode(key, incident), declaredBefore);
  },
};

import { DomainError, InvalidState } from '../../kernel/errors/domain-error.ts';
import { tenantKey } from '../../kernel/persistence/keys.ts';
import type { Item, Key, Table } from '../../kernel/persistence/table.ts';
import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import { create, replace } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { DeliveryIncident } from '../domain/delivery-incident.ts';
import type { DeliveryIncidentStore } from '../ports/delivery-incident-store.ts';
import { deliveryIncidentItem, openIncidentItem } from './delivery-incident-items.ts';

const partition = (tenant: TenantContext, incidentId: string): string =>
  tenantKey(tenant, 'DELIVERY_INCIDENT', incidentId);

const keyOf = (tenant: TenantContext, incidentId: string): Key => ({
  pk: partition(tenant, incidentId),
  sk: 'INCIDENT',
});

const openKey = (tenant: TenantContext, cardId: string): Key => ({
  pk: tenantKey(tenant, 'CARD', cardId),
  sk: 'OPEN_DELIVERY_INCIDENT',
});

const toItem = (tenant: TenantContext, incident: DeliveryIncident): Item & Key =>
  deliveryIncidentItem.encode(keyOf(tenant, incident.incidentId), incident);

const replaceIncident = (tenant: TenantContext, incident: DeliveryIncident): WriteIntent =>
  replace('delivery_incident', toItem(tenant, incident), {
    sequence: incident.sequence - 1,
    resourceId: incident.incidentId,
  });

export const dynamoDeliveryIncidentStore = (table: Table): DeliveryIncidentStore => ({
  partition,
  find: async (tenant, incidentId) => {
    const item = await table.get(keyOf(tenant, incidentId));
    return item === undefined ? undefined : deliveryIncidentItem.decode(item);
  },
  open: (tenant, incident) => [
    create(
      'delivery_incident',
      toItem(tenant, incident),
      () =>
        new DomainError('conflict', 'already_exists', {
          detail: 'This incident exists already.',
          resourceId: incident.incidentId,
        }),
    ),
    create(
      'open_delivery_incident',
      openIncidentItem.encode(openKey(tenant, incident.cardId), { incidentId: incident.incidentId }),
      () => new InvalidState('An incident of this delivery is open already.'),
    ),
  ],
  replace: replaceIncident,
  close: (tenant, incident) => [
    replaceIncident(tenant, incident),
    {
      label: 'open_delivery_incident',
      write: {
        kind: 'delete',
        key: openKey(tenant, incident.cardId),
        condition: { text: 'incidentId = :incidentId', values: { ':incidentId': incident.incidentId } },
      },
      refused: () => new InvalidState('The incident is over.'),
    },
  ],
});

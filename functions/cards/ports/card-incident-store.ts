import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { CardIncident } from '../domain/card-incident.ts';

/** Incidents of cards, beside their card; kept as they were declared. */
export interface CardIncidentStore {
  /** Refused with already_exists, which names the first, when the card has one of this type. */
  declare(tenant: TenantContext, incident: CardIncident): WriteIntent;
  /** The partition of the records of an incident, or of the review that it asks for. */
  partition(tenant: TenantContext, kind: 'CARD_INCIDENT' | 'BALANCE_REVIEW', id: string): string;
}

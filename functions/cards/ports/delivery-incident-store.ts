import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { DeliveryIncident } from '../domain/delivery-incident.ts';

/** Incidents of deliveries. Reads are strongly consistent. */
export interface DeliveryIncidentStore {
  find(tenant: TenantContext, incidentId: string): Promise<DeliveryIncident | undefined>;
  /** Refused with invalid_state while another incident of the card is open. */
  open(tenant: TenantContext, incident: DeliveryIncident): readonly WriteIntent[];
  /** Refused with ConcurrentChange unless `incident.sequence - 1` is stored. */
  replace(tenant: TenantContext, incident: DeliveryIncident): WriteIntent;
  /** As `replace`, and lets another one of the card be opened; refused with invalid_state when it is over already. */
  close(tenant: TenantContext, incident: DeliveryIncident): readonly WriteIntent[];
  partition(tenant: TenantContext, incidentId: string): string;
}

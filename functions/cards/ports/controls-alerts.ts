import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';

/** Which changes of controls their holder was told of. */
export interface ControlsAlerts {
  /** @param eventId the event of the change */
  wasSent(tenant: TenantContext, eventId: string): Promise<boolean>;
  markSent(tenant: TenantContext, eventId: string): Promise<void>;
}

import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { PartnerBalance } from '../domain/partner-balance.ts';

/** A crossing of a partner balance's level, by the event that tells of it. */
export interface Crossing {
  readonly eventId: string;
  readonly balance: Pick<PartnerBalance, 'kind' | 'currency'>;
}

/** Which crossings were mailed. Reads are strongly consistent. */
export interface LowBalanceAlerts {
  wasSent(tenant: TenantContext, crossing: Crossing): Promise<boolean>;
  /** Says so for good; a second time changes nothing. */
  markSent(tenant: TenantContext, crossing: Crossing): Promise<void>;
}

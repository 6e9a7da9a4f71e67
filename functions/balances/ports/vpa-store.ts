import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { Vpa } from '../domain/vpa.ts';

/** UPI IDs of balances. Reads are strongly consistent. */
export interface VpaStore {
  find(tenant: TenantContext, balanceId: string): Promise<Vpa | undefined>;
  /** Refused with concurrent_change when the balance has one. */
  create(tenant: TenantContext, vpa: Vpa): WriteIntent;
  /** The partition that holds it and its history. */
  partition(tenant: TenantContext, balanceId: string): string;
}

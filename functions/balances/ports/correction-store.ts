import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { Correction } from '../domain/correction.ts';

/** Corrections of a tenant's balances. Reads are strongly consistent. */
export interface CorrectionStore {
  find(tenant: TenantContext, correctionId: string): Promise<Correction | undefined>;
  create(tenant: TenantContext, correction: Correction): WriteIntent;
  /** The next version; refused with invalid_state when somebody else decided meanwhile. */
  replace(tenant: TenantContext, correction: Correction): WriteIntent;
  /** The partition that holds the correction and its history. */
  partition(tenant: TenantContext, correctionId: string): string;
}

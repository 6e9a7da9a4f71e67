import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { UseRules } from '../../policies/card-controls.ts';

/** Rules of a holder for all its cards, where authorizations are decided: with each of its balances. */
export interface HolderRules {
  /**
   * Belongs into the transaction that changes the rules: all balances of the holder take them over.
   * @param rules undefined takes them away
   */
  writes(tenant: TenantContext, customerId: string, rules: UseRules | undefined): Promise<readonly WriteIntent[]>;
}

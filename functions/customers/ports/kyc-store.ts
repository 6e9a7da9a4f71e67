import type { OperationContext } from '../../kernel/operation/context.ts';
import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { KycCase } from '../domain/kyc-case.ts';

/** KYC cases of a tenant's customers. Reads are strongly consistent. */
export interface KycStore {
  find(tenant: TenantContext, kycId: string): Promise<KycCase | undefined>;
  /** The cases that are open by their state, at most one per level; one may be overdue. */
  openCases(tenant: TenantContext, customerId: string): Promise<readonly KycCase[]>;
  /**
   * A case that waits: itself, its place as the customer's only open one of its level, the vendor's id and the timer
   * of its expiry. Refused with `invalid_state` when another case holds the place.
   * @param expired the case that held the place until now, in its final state
   */
  open(context: OperationContext, kyc: KycCase, expired?: KycCase): readonly WriteIntent[];
  /** A case that is final from the start. */
  record(tenant: TenantContext, kyc: KycCase): WriteIntent;
  /**
   * The next version; refused with ConcurrentChange unless `kyc.sequence - 1` is stored. A final case gives up its
   * place and its timer.
   */
  replace(tenant: TenantContext, kyc: KycCase): readonly WriteIntent[];
  /** The partition that holds the case and its history. */
  partition(tenant: TenantContext, kycId: string): string;
}

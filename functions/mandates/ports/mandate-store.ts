import type { Page, PageRequest } from '../../kernel/persistence/page.ts';
import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { Mandate } from '../domain/mandate.ts';

export type { Mandate };

/**
 * Mandates of a tenant. `find` is strongly consistent; the lists follow within moments. Debits take part: each change
 * of a debit that depends on its mandate replaces the mandate in the same transaction, so that of two that do not
 * agree one is refused.
 */
export interface MandateStore {
  find(tenant: TenantContext, mandateId: string): Promise<Mandate | undefined>;
  /** Newest first. @throws cursor_invalid */
  listOfCustomer(tenant: TenantContext, customerId: string, page: PageRequest): Promise<Page<Mandate>>;
  /** Refused with `already_exists`. */
  create(tenant: TenantContext, mandate: Mandate): WriteIntent;
  /** The next version; refused with ConcurrentChange unless `mandate.sequence - 1` is stored. */
  replace(tenant: TenantContext, mandate: Mandate): WriteIntent;
  /** Writes nothing; refuses with ConcurrentChange unless the mandate is still at this sequence. */
  unchanged(tenant: TenantContext, mandate: Mandate): WriteIntent;
  /** The partition that holds the mandate and its debits. */
  partition(tenant: TenantContext, mandateId: string): string;
  /** The partition that holds the history of one of its charges. */
  chargePartition(tenant: TenantContext, authChargeId: string): string;
}

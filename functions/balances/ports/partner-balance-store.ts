import type { Currency } from '../../kernel/money/currency.ts';
import type { Page, PageRequest } from '../../kernel/persistence/page.ts';
import type { Item } from '../../kernel/persistence/table.ts';
import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { PartnerBalance, PartnerKind } from '../domain/partner-balance.ts';

/** Partner balances of a tenant; all reads are strongly consistent. */
export interface PartnerBalanceStore {
  find(tenant: TenantContext, partnerBalanceId: string): Promise<PartnerBalance | undefined>;
  /** The one of this kind and currency. */
  findByKind(tenant: TenantContext, kind: PartnerKind, currency: Currency): Promise<PartnerBalance | undefined>;
  /** Refused with already_exists when the tenant has one of this kind and currency. */
  create(tenant: TenantContext, balance: PartnerBalance): readonly WriteIntent[];
  /** The partition that holds the balance and its history. */
  partition(tenant: TenantContext, balance: Pick<PartnerBalance, 'kind' | 'currency'>): string;
}

/** A partner balance and whose it is. */
export interface OwnedPartnerBalance {
  readonly tenant: TenantContext;
  readonly balance: PartnerBalance;
}

export interface PartnerBalanceList {
  /** Newest first. @throws cursor_invalid */
  ofTenant(tenant: TenantContext, page: PageRequest): Promise<Page<OwnedPartnerBalance>>;
  /** Every tenant's, newest first; which ones there are follows within moments. @throws cursor_invalid */
  ofAll(page: PageRequest): Promise<Page<OwnedPartnerBalance>>;
}

/** What the warning of a low balance needs. */
export interface PartnerWarnings {
  /** The partner balance that an image of the table's stream shows; undefined for every other item. */
  read(image: Item | undefined): { readonly tenantId: string; readonly balance: PartnerBalance } | undefined;
  /** Whether this crossing was warned of. */
  wasRaised(tenant: TenantContext, balance: PartnerBalance, crossing: string): Promise<boolean>;
  /** The number of the balance's next record, and the write that takes it. */
  nextSequence(
    tenant: TenantContext,
    partnerBalanceId: string,
  ): Promise<{ readonly sequence: number; readonly write: WriteIntent }>;
}

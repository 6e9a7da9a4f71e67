import type { Currency } from '../../kernel/money/currency.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { PartnerKind } from '../domain/partner-balance.ts';

/** The tenant's own money, as far as its customers' movements need it. Strongly consistent. */
export interface Purses {
  /** Id of the tenant's purse of a kind and currency; undefined when it has none. */
  find(tenant: TenantContext, kind: PartnerKind, currency: Currency): Promise<string | undefined>;
}

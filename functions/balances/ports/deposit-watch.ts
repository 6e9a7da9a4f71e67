import type { Currency } from '../../kernel/money/currency.ts';
import type { Item } from '../../kernel/persistence/table.ts';
import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { DepositLevel, Sighting } from '../domain/deposit-level.ts';
import type { PartnerBalance } from '../domain/partner-balance.ts';

/** A slice's change, and whose deposit it is part of. */
export interface SliceSighting {
  readonly tenantId: string;
  readonly currency: Currency;
  readonly sighting: Sighting;
}

/** Follows what deposits sum to, off the path of those who spend. Reads are strongly consistent. */
export interface DepositWatch {
  /** The slice that an image of the table's stream shows; undefined for every other item. @throws when it is unreadable */
  read(image: Item | undefined): SliceSighting | undefined;
  /** How far the deposit was followed, and the deposit, but for its money. */
  find(
    tenant: TenantContext,
    currency: Currency,
  ): Promise<{ readonly level: DepositLevel; readonly purse: Omit<PartnerBalance, 'available'> }>;
  /** Keeps the next level; refused with concurrent_change unless the one before it is stored. */
  keep(tenant: TenantContext, currency: Currency, next: DepositLevel): WriteIntent;
}

import type { Page, PageRequest } from '../../kernel/persistence/page.ts';
import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { Card } from '../domain/card.ts';

/** Cards of a tenant. `find` is strongly consistent; the lists follow within moments. */
export interface CardStore {
  /** undefined for a removed card too: for its holder and tenant it is gone (AN-53). */
  find(tenant: TenantContext, cardId: string): Promise<Card | undefined>;
  /** For what goes on after the removal: history, the issuer's word, messages about earlier payments. */
  findEvenRemoved(tenant: TenantContext, cardId: string): Promise<Card | undefined>;
  /** Newest first. @throws cursor_invalid */
  listOfCustomer(tenant: TenantContext, customerId: string, page: PageRequest): Promise<Page<Card>>;
  /** The card and the issuer's id bound to it; refused with `already_exists`. */
  create(tenant: TenantContext, card: Card): readonly WriteIntent[];
  /** The next version; refused with ConcurrentChange unless `card.sequence - 1` is stored. */
  replace(tenant: TenantContext, card: Card): WriteIntent;
  /** The partition that holds the card and its history. */
  partition(tenant: TenantContext, cardId: string): string;
}

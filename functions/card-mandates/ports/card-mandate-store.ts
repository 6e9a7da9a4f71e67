import type { Page, PageRequest } from '../../kernel/persistence/page.ts';
import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { CardMandate } from '../domain/card-mandate.ts';

/** The network's name of a mandate on a card of this balance. */
export interface MandatePlace {
  readonly balanceId: string;
  readonly reference: string;
}

/** Mandates of third parties on our cards. `at` and `find` are strongly consistent; the lists follow within moments. */
export interface CardMandateStore {
  /** Where a mandate's item and history stand. */
  partition(tenant: TenantContext, place: MandatePlace): string;
  /** One read: what a debit is matched by. */
  at(tenant: TenantContext, place: MandatePlace): Promise<CardMandate | undefined>;
  /** @param id of the mandate, or of a debit under it; two reads */
  find(tenant: TenantContext, id: string): Promise<CardMandate | undefined>;
  /** All that stand on a card or on those whose place it took, newest first. @throws cursor_invalid */
  listOfChain(tenant: TenantContext, chain: string, page: PageRequest): Promise<Page<CardMandate>>;
  /** Newest first. @throws cursor_invalid */
  listOfCustomer(tenant: TenantContext, customerId: string, page: PageRequest): Promise<Page<CardMandate>>;
  /** Refused with ConcurrentChange when the network's name is taken. */
  create(tenant: TenantContext, mandate: CardMandate): readonly WriteIntent[];
  /** The next version; refused with ConcurrentChange unless `mandate.sequence - 1` is stored. */
  replace(tenant: TenantContext, mandate: CardMandate): WriteIntent;
  /** Lets a debit be found by its id. */
  bindDebit(tenant: TenantContext, mandate: CardMandate, debitId: string): WriteIntent;
}

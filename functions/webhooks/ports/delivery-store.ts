import type { Page, PageRequest } from '../../kernel/persistence/page.ts';
import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { Delivery } from '../domain/delivery.ts';

/** Which event goes where: there is one delivery of it. */
export type DeliveryName = Pick<Delivery, 'endpointId' | 'eventId'>;

/** Deliveries of a tenant, kept for 30 days. */
export interface DeliveryStore {
  find(tenant: TenantContext, name: DeliveryName): Promise<Delivery | undefined>;
  /** Keeps a new delivery. @returns it, or the one that was there before */
  open(tenant: TenantContext, delivery: Delivery): Promise<Delivery>;
  /** Writes the next version at once. @returns false when somebody else changed it */
  advance(tenant: TenantContext, delivery: Delivery): Promise<boolean>;
  /** The next version; refused with ConcurrentChange unless `delivery.version - 1` is stored. */
  replace(tenant: TenantContext, delivery: Delivery): WriteIntent;
  /** Refused with ConcurrentChange when there is one already. */
  create(tenant: TenantContext, delivery: Delivery): WriteIntent;
  /** The partition that holds the delivery and its records. */
  partition(tenant: TenantContext, name: DeliveryName): string;
}

/** The deliveries of one endpoint, newest first, a moment behind the store. */
export interface DeliveryList {
  /** @throws cursor_invalid */
  list(tenant: TenantContext, endpointId: string, page: PageRequest): Promise<Page<Delivery>>;
}

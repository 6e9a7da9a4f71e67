import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { Payment } from '../domain/payment.ts';

/** One-time payments of a tenant's customers. Reads are strongly consistent. */
export interface PaymentStore {
  find(tenant: TenantContext, paymentId: string): Promise<Payment | undefined>;
  /** Refused with `already_exists`. */
  create(tenant: TenantContext, payment: Payment): WriteIntent;
  /** The next version; refused with ConcurrentChange unless `payment.sequence - 1` is stored. */
  replace(tenant: TenantContext, payment: Payment): WriteIntent;
  /** Binds the provider's order to the payment: events about the order find it from now on. */
  bindOrder(tenant: TenantContext, order: { readonly paymentId: string; readonly orderId: string }): WriteIntent;
  /** The partition that holds the payment and its history. */
  partition(tenant: TenantContext, paymentId: string): string;
}

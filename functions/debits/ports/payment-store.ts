import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { Payment } from '../domain/payment.ts';

/** One-time payments of a tenant's customers. Reads are strongly consistent. */
export interface PaymentStore {
  find(tenant: TenantContext, paymentId: string): Promise<Payment | undefined>;
  /** Refused with `already_exists`. */
  create(tenant: TenantContext, payment: Payment): WriteIntent;
  /**
   * The next version; refused with ConcurrentChange unless the version before it is stored.
   * @param stored its sequence, when one step takes more than one version; one less than the payment's own otherwise
   */
  replace(tenant: TenantContext, payment: Payment, stored?: number): WriteIntent;
  /** Binds the provider's order to the payment: events about the order find it from now on. */
  bindOrder(tenant: TenantContext, order: { readonly paymentId: string; readonly orderId: string }): WriteIntent;
  /** Binds the provider's payment by which the money came in: words about refunds of it may name nothing else. */
  bindPayment(
    tenant: TenantContext,
    paid: { readonly paymentId: string; readonly remotePaymentId: string },
  ): WriteIntent;
  /** The partition that holds the payment and its history. */
  partition(tenant: TenantContext, paymentId: string): string;
}

import type { Log, LogFields } from '../kernel/observability/log.ts';
import type { Meter } from '../kernel/observability/meter.ts';
import type { TenantContext } from '../kernel/tenancy/tenant-context.ts';
import type { PaymentProvider } from '../mandates/ports/payment-provider.ts';

interface Seen {
  readonly isUnknownStatus?: boolean | undefined;
}

/** What a status is of, and where to look; a token is not named: money is asked for with it. */
type What = Pick<LogFields, 'resourceType' | 'resourceId'>;

/**
 * A provider that rings when it shows a status that nobody has seen before, of whatever: it is counted and written to the
 * log once per look. What has the status waits (regulation.md 2.2); whoever looks at it need not count.
 */
export const ringingProvider = (
  provider: PaymentProvider,
  { meter, log }: { readonly meter: Pick<Meter, 'count'>; readonly log: Pick<Log, 'error'> },
): PaymentProvider => {
  const ring = ({ tenantId }: TenantContext, { isUnknownStatus }: Seen, what: What): void => {
    if (isUnknownStatus !== true) return;
    meter.count('payment_status_unknown', 1);
    log.error('payment_status_unknown', { tenantId, ...what });
  };
  return {
    ensureCustomer: (tenant, payer) => provider.ensureCustomer(tenant, payer),
    openAuthentication: (tenant, order) => provider.openAuthentication(tenant, order),
    openNotice: (tenant, order) => provider.openNotice(tenant, order),
    debit: (tenant, debit) => provider.debit(tenant, debit),
    cancelToken: (tenant, token) => provider.cancelToken(tenant, token),
    deleteToken: (tenant, token) => provider.deleteToken(tenant, token),
    readOrder: async (tenant, orderId) => {
      const order = await provider.readOrder(tenant, orderId);
      ring(tenant, order, { resourceType: 'order', resourceId: orderId });
      ring(tenant, order.notice ?? {}, { resourceType: 'notice', resourceId: orderId });
      return order;
    },
    paymentsOf: async (tenant, orderId) => {
      const payments = await provider.paymentsOf(tenant, orderId);
      for (const payment of payments) {
        ring(tenant, payment, { resourceType: 'payment', resourceId: payment.paymentId });
      }
      return payments;
    },
    readToken: async (tenant, name) => {
      const token = await provider.readToken(tenant, name);
      ring(tenant, token ?? {}, { resourceType: 'token' });
      return token;
    },
    refund: async (tenant, asked) => {
      const refund = await provider.refund(tenant, asked);
      ring(tenant, refund, { resourceType: 'refund', resourceId: refund.refundId });
      return refund;
    },
    readRefund: async (tenant, asked) => {
      const refund = await provider.readRefund(tenant, asked);
      ring(tenant, refund, { resourceType: 'refund', resourceId: refund.refundId });
      return refund;
    },
  };
};

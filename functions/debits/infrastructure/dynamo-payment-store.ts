import { DomainError } from '../../kernel/errors/domain-error.ts';
import { tenantKey } from '../../kernel/persistence/keys.ts';
import { bindReference } from '../../kernel/persistence/provider-reference.ts';
import { providerWaitKeys } from '../../kernel/persistence/provider-waits.ts';
import type { Item, Key, Table } from '../../kernel/persistence/table.ts';
import { create, replace } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { Payment } from '../domain/payment.ts';
import { paymentWaitsSince } from '../domain/provider-wait.ts';
import type { PaymentStore } from '../ports/payment-store.ts';
import { paymentItem } from './payment-items.ts';

const partition = (tenant: TenantContext, paymentId: string): string => tenantKey(tenant, 'PAYMENT', paymentId);

const keyOf = (tenant: TenantContext, paymentId: string): Key => ({ pk: partition(tenant, paymentId), sk: 'PAYMENT' });

const toItem = (tenant: TenantContext, payment: Payment): Item & Key =>
  paymentItem.encode(
    {
      ...keyOf(tenant, payment.paymentId),
      ...providerWaitKeys(tenant, payment.paymentId, paymentWaitsSince(payment)),
    },
    payment,
  );

const taken = (paymentId: string) =>
  new DomainError('conflict', 'already_exists', { detail: 'This payment exists already.', resourceId: paymentId });

export const dynamoPaymentStore = (table: Table): PaymentStore => ({
  partition,
  find: async (tenant, paymentId) => {
    const item = await table.get(keyOf(tenant, paymentId));
    return item === undefined ? undefined : paymentItem.decode(item);
  },
  create: (tenant, payment) => create('payment', toItem(tenant, payment), () => taken(payment.paymentId)),
  replace: (tenant, payment, stored = payment.sequence - 1) =>
    replace('payment', toItem(tenant, payment), { sequence: stored, resourceId: payment.paymentId }),
  bindOrder: (tenant, { paymentId, orderId }) => bindReference('payment', orderId, { tenant, resourceId: paymentId }),
  bindPayment: (tenant, { paymentId, remotePaymentId }) =>
    bindReference('payment', remotePaymentId, { tenant, resourceId: paymentId }),
});
